package io.seqway.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.seqway.embedded.EmbeddedMongo;
import io.seqway.embedded.FreePorts;
import io.seqway.server.TestServer;
import io.seqway.server.config.Config;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.StoreKind;
import io.seqway.testing.TestDatabase;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** {@code seqway doctor} finds what is wrong with what nodes stand on, and says what to do. */
class DoctorIT {
    private record Examined(boolean good, String says) {}

    @Test
    @SuppressWarnings("try") // they only have to live
    void findsNothingWhereAllIsWellAndThenWhatWasBroken() throws Exception {
        assumeTrue(TestMongo.kind() != StoreKind.EMBEDDED, "the embedded store is alone");
        String database = TestMongo.freshDatabase();
        TestServer settings = TestServer.on(TestMongo.uri(), database, TestRedis.uri());
        try (ServerProcess server = settings.start();
                TestDatabase stored = new TestDatabase(database)) {
            Examined well = examine(TestMongo.uri(), database, TestRedis.uri(), System::currentTimeMillis);
            assertThat(well.says())
                    .contains("ok       cluster      1 message stores see each other and own all partitions")
                    .contains("ok       redis        it answers")
                    .contains("ok       indexes      places and messages are kept unique")
                    .contains("ok       concerns     ")
                    .contains("nodes and MongoDB agree: 1")
                    .endsWith("Nothing is wrong.\n");
            assertThat(well.good()).isTrue();

            assertThat(examine(TestMongo.uri(), database, TestRedis.uri(), () -> System.currentTimeMillis() + 5_000)
                            .says())
                    .as("a clock that is off by 5 s")
                    .containsPattern("WRONG    clocks       this machine is [45]\\.\\d s ahead of MongoDB: turn NTP on")
                    .containsPattern("this machine is [45]\\.\\d s ahead of Redis");

            assertThat(withALateNote(stored, database))
                    .as("a node whose clock is off")
                    .containsPattern(
                            "WRONG    clocks       node \\S+ \\(\\S+\\) is 5\\.\\d s behind MongoDB: turn NTP on");

            try (Stranger stranger = new Stranger(stored)) {
                assertThat(examine(TestMongo.uri(), database, null, System::currentTimeMillis)
                                .says())
                        .as("a split cluster")
                        .containsPattern(
                                "WRONG    cluster      split: node \\S+ \\(\\S+\\) does not see stranger, which lives")
                        .containsPattern(
                                "WRONG    cluster      split: node stranger does not see \\S+ \\(\\S+\\), which lives")
                        .contains("--cluster-peers");
            }

            stored.run("{dropIndexes: 'log', index: 'message_key'}");
            Examined unindexed = examine(TestMongo.uri(), database, null, System::currentTimeMillis);
            assertThat(unindexed.says())
                    .as("a missing index")
                    .contains(
                            "WRONG    indexes      the collection log of database " + database
                                    + " has no index message_key, so messages could be stored twice; make it: db.log.createIndex");
            assertThat(unindexed.good()).isFalse();
        }
    }

    @Test
    void findsAMongoThatIsAlone() throws Exception {
        try (EmbeddedMongo alone = EmbeddedMongo.start(null)) {
            Examined examined = examine(alone.uri(), "seqway", null, System::currentTimeMillis);
            assertThat(examined.says()).contains("WRONG    mongodb      a single server and no replica set");
            assertThat(examined.good()).isFalse();
        }
    }

    @Test
    void findsAWriteConcernThatIsTooWeak() throws Exception {
        String weak = TestMongo.uri() + (TestMongo.uri().contains("?") ? "&" : "/?") + "w=1";
        Examined examined = examine(weak, TestMongo.freshDatabase(), null, System::currentTimeMillis);
        assertThat(examined.says())
                .contains("WRONG    concerns     mongo-uri asks for an unsafe write concern, ")
                .contains("say w=majority&journal=true")
                .endsWith("1 thing is wrong.\n");
        assertThat(examined.good()).isFalse();
    }

    @Test
    void findsThatStoresDoNotAnswer() throws Exception {
        int nobody = FreePorts.next();
        Examined examined = examine(
                "mongodb://127.0.0.1:" + nobody + "/?serverSelectionTimeoutMS=500",
                "seqway",
                "redis://127.0.0.1:" + nobody,
                System::currentTimeMillis);
        assertThat(examined.says())
                .containsPattern("WRONG    redis        .*Connection refused")
                .contains("redis-cli ping")
                .containsPattern("WRONG    mongodb      no answer: 127.0.0.1:" + nobody + " .*Connection refused")
                .contains("rs.status()")
                .endsWith("2 things are wrong.\n");
        assertThat(examined.good()).isFalse();
    }

    /** The node may write its note anew meanwhile. */
    private static String withALateNote(TestDatabase stored, String database) throws InterruptedException {
        String says = "";
        for (int i = 0; i < 5 && !says.contains("behind MongoDB"); i++) {
            stored.run(
                    "{update: 'nodes', updates: [{q: {}, u: [{$set: {clock: {$subtract: [{$toLong: '$at'}, 5000]}}}],"
                            + " multi: true}]}");
            says = examine(TestMongo.uri(), database, null, System::currentTimeMillis)
                    .says();
        }
        return says;
    }

    /** Another message store, which beats in the same database and sees nobody but itself. */
    private static final class Stranger implements AutoCloseable {
        private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor();

        Stranger(TestDatabase stored) {
            stored.run("{update: 'nodes', updates: [{q: {_id: 'stranger'}, upsert: true,"
                    + " u: [{$set: {sees: ['stranger'], at: '$$NOW', clock: {$toLong: '$$NOW'}}}]}]}");
            beats.scheduleAtFixedRate(
                    () -> stored.run(
                            "{update: 'ownership', updates: [{q: {}, u: {$inc: {'beats.stranger': {$numberLong: '1'}}}}]}"),
                    0,
                    100,
                    TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            beats.shutdownNow();
        }
    }

    private static Examined examine(String mongo, String database, String redis, LongSupplier clock)
            throws InterruptedException {
        Config.Stores stores = new Config.Stores(Optional.of(mongo), database, Optional.ofNullable(redis), 1, 1);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        boolean good = new Doctor(stores, clock).run(new PrintStream(said, true, StandardCharsets.UTF_8));
        return new Examined(good, said.toString(StandardCharsets.UTF_8));
    }
}
