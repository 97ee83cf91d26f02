package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.server.TestServer;
import io.seqway.testing.FaultProxy;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is shown before it is stored is shown without MongoDB, and has an end whatever becomes of MongoDB. */
class PendingIT {
    private static final List<String> ROOMS = List.of("a", "b", "c", "d");
    private static final int SENDS = ROOMS.size();
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private FaultProxy proxy;
    private ServerProcess server;
    private Onlooker ann;
    private Onlooker ben;

    @BeforeEach
    void twoAreInTheSameRoomsWhichAreInUse() {
        proxy = TestMongo.proxy();
        server = TestServer.on(TestMongo.uriThrough(proxy), TestMongo.freshDatabase(), TestRedis.uri())
                .start();
        ann = Onlooker.join(server, "ann", ROOMS);
        ben = Onlooker.join(server, "ben", ROOMS);
        ann.send("m0");
        ben.await(shown -> shown.entries() == SENDS, PATIENCE);
    }

    @AfterEach
    void stop() {
        ann.close();
        ben.close();
        server.close();
        proxy.close();
    }

    @Test
    void theOthersSeeItBeforeTheStoreAnswers() {
        proxy.delayReplies(SLOW);
        long sent = System.nanoTime();
        ann.send("m1");
        Shown early = ben.await(shown -> shown.begun() == 2 * SENDS, PATIENCE);
        assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(SLOW);
        assertThat(early.open()).isEqualTo(SENDS);
        ben.await(shown -> shown.entries() == 2 * SENDS && shown.open() == 0, PATIENCE);
        ann.await(shown -> shown.entries() == 2 * SENDS, PATIENCE);
        assertThat(ann.socket().received("pending")).isEmpty();
        assertThat(ben.socket().received("failed")).isEmpty();
    }

    @Test
    void whereTheStoreIsCutOffItEndsAndItsEntryComesWhenTheStoreIsBack() {
        proxy.blackHole();
        ann.send("m1");
        ben.await(shown -> shown.begun() == 2 * SENDS, PATIENCE);
        Shown meanwhile = ben.await(shown -> shown.begun() == 2 * SENDS && shown.open() == 0, PATIENCE);
        assertThat(meanwhile.codes()).isEqualTo(Map.of("timeout", SENDS));
        ann.send("m2");
        ben.await(shown -> shown.begun() == 3 * SENDS, PATIENCE);
        proxy.pass();
        Shown after = ben.await(shown -> shown.entries() == 3 * SENDS && shown.open() == 0, PATIENCE);
        assertThat(after.codes().keySet()).containsOnly("timeout");
        assertThat(ann.socket().received("pending")).isEmpty();
        assertThat(ann.socket().received("failed")).isEmpty();
    }
}
