package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.server.TestServer;
import io.seqway.testing.FaultProxy;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node is killed while what it has shown is not stored: what clients of other nodes were shown has an end. */
@Tag("alone")
class PendingTakeoverIT {
    /** As many as let each node own some of them. */
    private static final List<String> ROOMS =
            IntStream.range(0, 24).mapToObj(i -> "room" + i).toList();

    private static final int SENDS = ROOMS.size();
    private static final Duration SLOW = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Progress progress = new Progress();
    private FaultProxy proxy;
    private TestServer.Cluster cluster;
    private Onlooker ben;

    @BeforeEach
    void eachNodeOwnsRooms() throws InterruptedException {
        proxy = TestMongo.proxy();
        cluster = TestServer.on(TestMongo.uriThrough(proxy), TestMongo.freshDatabase(), TestRedis.uri())
                .startCluster(List.of("all", "all", "all"));
        for (ServerProcess node : cluster.nodes()) {
            progress.await("each node owns rooms", () -> node.output().contains("partitions are this node's now"));
        }
        ben = Onlooker.join(cluster.nodes().get(2), "ben", ROOMS);
    }

    @AfterEach
    void stop() {
        ben.close();
        cluster.close();
        proxy.close();
    }

    @Test
    void theOwner() {
        try (Onlooker ann = Onlooker.join(cluster.nodes().get(1), "ann", ROOMS)) {
            killAfterPending(ann);
            // Their gateway lives, and hands everything to the next owner.
            ben.await(shown -> shown.entries() == SENDS && shown.open() == 0, PATIENCE);
            ann.await(shown -> shown.entries() == SENDS, PATIENCE);
            assertThat(ann.socket().received("ack")).hasSize(SENDS);
            assertThat(ann.socket().received("pending")).isEmpty();
        }
    }

    @Test
    void theOwnerTogetherWithTheGatewayOfTheSender() {
        try (Onlooker ann = Onlooker.join(cluster.nodes().get(0), "ann", ROOMS)) {
            killAfterPending(ann);
            Shown after = ben.await(shown -> shown.begun() == SENDS && shown.open() == 0, PATIENCE);
            assertThat(after.codes().keySet()).isSubsetOf("timeout");
            assertThat(after.entries()).as("those of owners that live").isPositive();
        }
    }

    private void killAfterPending(Onlooker ann) {
        proxy.delayReplies(SLOW);
        ann.send("m1");
        Shown before = ben.await(shown -> shown.begun() == SENDS, PATIENCE);
        assertThat(before.open()).isPositive();
        cluster.nodes().get(0).kill();
        proxy.pass();
    }
}
