package io.seqway.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Author;
import io.seqway.store.StoreOptions;
import io.seqway.store.log.AppendResult;
import io.seqway.store.log.Entry;
import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.seqway.store.log.RoomLogContract;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log promises on any server that speaks MongoDB's protocol. */
@ExtendWith(VertxExtension.class)
abstract class MongoContract extends RoomLogContract {
    private MongoClient client;
    private RoomLog log;
    private String token;

    /** The server and the database. */
    abstract StoreOptions options();

    @BeforeEach
    void connect(Vertx vertx) throws Exception {
        client = MongoConnection.open(vertx, options());
        token = await(schema().prepare());
        log = OnEventLoop.of(vertx, RoomLog.class, new MongoRoomLog(client));
    }

    @AfterEach
    void disconnect() throws Exception {
        await(client.close());
    }

    @Override
    protected RoomLog log() {
        return log;
    }

    @Test
    void anEntryThatIsTooLargeIsRefusedBehindThoseThatAreStored() throws Exception {
        LogId room = new LogId("room-" + UUID.randomUUID(), 1);
        String large = '"' + "x".repeat(16 * 1024 * 1024 - 2) + '"';
        List<Entry> entries = List.of(entry(room, 1, "1"), entry(room, 2, large), entry(room, 3, "3"));
        assertThat(await(log.append(entries)))
                .isInstanceOfSatisfying(AppendResult.Rejected.class, rejected -> assertThat(rejected.index())
                        .isEqualTo(1));
        assertThat(await(log.byIds(entries.stream().map(Entry::id).toList())))
                .containsOnlyKeys(entries.get(0).id());
        assertThat(await(log.append(List.of(entry(room, 2, large))))).isInstanceOf(AppendResult.Rejected.class);
    }

    private static Entry entry(LogId room, long seq, String body) {
        return new Entry(room, seq, new Author("ann", null, null), "m" + seq, 17, "message", body, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "restored-2026", "ABC", "a.b"})
    void aTokenThatIsNoneStopsTheStart(String wrong) throws Exception {
        whileMetaHas("token", wrong, () -> assertRefused("give 1 to 8 of a-z 0-9"));
    }

    @Test
    void theTokenOfADatabaseStaysAndFitsIntoAnEpoch() throws Exception {
        assertThat(token).matches("[a-z0-9]{1,8}");
        assertThat(await(schema().prepare())).isEqualTo(token);
    }

    @Test
    void aTokenThatAnOperatorHasChangedIsTaken() throws Exception {
        whileMetaHas(
                "token", "restored", () -> assertThat(await(schema().prepare())).isEqualTo("restored"));
    }

    @Test
    void aDatabaseOfAnotherFormatIsRefused() throws Exception {
        whileMetaHas("format", 2, () -> assertRefused("format 2, this version knows format 1"));
    }

    private interface Check {
        void run() throws Exception;
    }

    /** An operator has changed what the database says of itself; it is as it was afterwards. */
    private void whileMetaHas(String name, Object value, Check check) throws Exception {
        JsonObject meta = new JsonObject().put("_id", "log");
        Object before = await(client.findOne("meta", meta, null)).getValue(name);
        set(meta, name, value);
        try {
            check.run();
        } finally {
            set(meta, name, before);
        }
    }

    private void set(JsonObject meta, String name, Object value) throws Exception {
        await(client.updateCollection("meta", meta, new JsonObject().put("$set", new JsonObject().put(name, value))));
    }

    private LogSchema schema() {
        return new LogSchema(client, options().database());
    }

    private void assertRefused(String why) {
        assertThat(schema().prepare().toCompletionStage().toCompletableFuture())
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining(why);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
