package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.server.TestServer;
import io.seqway.testing.FaultProxy;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.TestReplicaSet;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Whatever MongoDB does: nothing acked is lost, nothing is stored twice, what was refused is not stored, and when it is
 * well again acks flow without a restart. Longer outages by {@code -Dseqway.fault.seconds=30}.
 */
@Tag("alone")
class StoreFaultIT {
    /** Longer than a client waits for its answer. */
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("seqway.fault.seconds", 12));

    private FaultProxy proxy;
    private TestServer server;

    @BeforeEach
    void start() {
        proxy = TestMongo.proxy();
        server = TestServer.on(TestMongo.uriThrough(proxy), TestMongo.freshDatabase(), TestRedis.uri());
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void gone() throws Exception {
        StoreFault fault = new StoreFault("gone", OUTAGE);
        fault.run(server, proxy::refuse, proxy::pass);
        assertThat(fault.readinessMeanwhile()).contains("\"status\":\"unavailable\"");
        assertPauseWasSaid(fault);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void replyingNever() throws Exception {
        StoreFault fault = new StoreFault("replying never", OUTAGE);
        fault.run(server, proxy::swallowReplies, proxy::pass);
        assertThat(fault.readinessMeanwhile()).contains("\"status\":\"unavailable\"");
        assertPauseWasSaid(fault);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void blackHole() throws Exception {
        StoreFault fault = new StoreFault("black hole", OUTAGE);
        fault.run(server, proxy::blackHole, proxy::pass);
        assertThat(fault.readinessMeanwhile()).contains("\"status\":\"unavailable\"");
        assertPauseWasSaid(fault);
    }

    @Test
    void slow() throws Exception {
        StoreFault fault = new StoreFault("slow by 2 s", OUTAGE);
        fault.run(server, () -> proxy.delayReplies(Duration.ofSeconds(2)), proxy::pass);
        assertThat(fault.ackedMeanwhile()).isPositive();
        assertThat(fault.readinessMeanwhile()).contains("\"status\":\"ready\"");
    }

    @Test
    @EnabledIf("io.seqway.testing.TestReplicaSet#isGiven")
    void steppingDownTwice() throws Exception {
        TestServer onSet = TestServer.on(TestReplicaSet.uri(), TestReplicaSet.freshDatabase(), TestRedis.uri());
        StoreFault fault = new StoreFault("stepping down twice", Duration.ofSeconds(3));
        fault.run(onSet, TestReplicaSet::stepDown, TestReplicaSet::stepDown);
        assertThat(fault.ackedMeanwhile()).isPositive();
    }

    private static void assertPauseWasSaid(StoreFault fault) {
        assertThat(fault.log())
                .containsOnlyOnce("no good beat for 6000 ms, paused until there is one")
                .containsOnlyOnce("the pause is over");
    }
}
