package io.seqway.server.promise;

import io.seqway.server.TestServer;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.TestReplicaSet;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing acked is lost, repeated or reordered when the server is killed. More rounds by
 * {@code -Dseqway.crash.rounds=10}, the same schedule by {@code -Dseqway.crash.seed=…}.
 */
@Tag("alone")
class CrashIT {
    private static final int ROUNDS = Integer.getInteger("seqway.crash.rounds", 3);
    private static final long SEED = Long.getLong("seqway.crash.seed", System.nanoTime());

    @Test
    void aKilledServerLosesNothing() throws Exception {
        TestServer server = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri());
        new Crash(TestServer.SECRET, SEED).run(ROUNDS, server::start);
    }

    @Test
    void aKilledDevelopmentServerLosesNothingEither(@TempDir Path folder) throws Exception {
        TestServer server = TestServer.development(folder);
        new Crash(TestServer.SECRET, SEED).run(Math.min(ROUNDS, 2), server::start);
    }

    @Test
    @EnabledIf("io.seqway.testing.TestReplicaSet#isGiven")
    void aServerAndAPrimaryOfMongoThatAreKilledLoseNothingEither() throws Exception {
        TestServer server = TestServer.on(TestReplicaSet.uri(), TestReplicaSet.freshDatabase(), TestRedis.uri());
        new Crash(TestServer.SECRET, SEED).run(Math.min(ROUNDS, 2), server::start, new Crash.Store() {
            @Override
            public void fail() {
                TestReplicaSet.killPrimary();
            }

            @Override
            public void heal() {
                TestReplicaSet.heal();
            }
        });
    }
}
