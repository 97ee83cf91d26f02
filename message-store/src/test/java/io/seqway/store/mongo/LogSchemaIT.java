package io.seqway.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.seqway.protocol.bus.Author;
import io.seqway.store.StoreOptions;
import io.seqway.store.log.AppendResult;
import io.seqway.store.log.Entry;
import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.seqway.testing.StoreKind;
import io.seqway.testing.TestMongo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No entry is written where an entry's two names are not unique, however that came about. */
@ExtendWith(VertxExtension.class)
class LogSchemaIT {
    private final String database = TestMongo.freshDatabase();
    private MongoClient client;
    private LogSchema schema;
    private SchemaWatch watch;
    private RoomLog log;

    @BeforeAll
    static void onARealServer() {
        assumeTrue(TestMongo.kind() != StoreKind.EMBEDDED, "the embedded store knows few options of an index");
    }

    @BeforeEach
    void connect(Vertx vertx) {
        client = MongoConnection.open(vertx, new StoreOptions(TestMongo.uri(), database, true));
        schema = new LogSchema(client, database);
        watch = new SchemaWatch(client, database);
        log = new WatchedRoomLog(new MongoRoomLog(client), watch);
    }

    @AfterEach
    void disconnect() throws TimeoutException {
        await(client.close());
    }

    @Test
    void aNewDatabaseGetsItsIndexAndIsInOrder() throws TimeoutException {
        await(schema.prepare());
        await(watch.look());
        assertThat(watch.problem()).isNull();
        assertThat(append(1, "a")).isInstanceOf(AppendResult.Stored.class);
        assertThat(append(2, "a")).as("the same message again").isEqualTo(new AppendResult.Collided(0));
    }

    @Test
    void aLogThatIsGoneIsNotMadeAnewUnderItsTokenUnlessItsLossIsDeclared(Vertx vertx) throws TimeoutException {
        String token = await(schema.prepare());
        append(1, "a");
        await(client.dropCollection("log"));
        assertRefused("the collection log of database " + database + " is gone", "restore it", "seqway declare-loss");
        String drawn = await(new Loss(vertx, new StoreOptions(TestMongo.uri(), database, true)).declare());
        assertThat(await(schema.prepare())).isEqualTo(drawn).isNotEqualTo(token);
        assertThat(append(1, "b")).isInstanceOf(AppendResult.Stored.class);
    }

    @Test
    void aLogWithEntriesAndWithoutItsIndexStopsTheStart() throws TimeoutException {
        await(schema.prepare());
        append(1, "a");
        dropKeyIndex();
        assertRefused("log of database " + database + " has no index message_key", "make it: db.log.createIndex(");
        assertThat(await(client.listIndexes("log")))
                .as("indexes, none made in silence")
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    'key: {key: 1}'                                                              | is not unique
                    'key: {time: 1}, unique: true'                                               | is not on key
                    'key: {key: 1, time: 1}, unique: true'                                       | is not on key
                    'key: {key: "hashed"}'                                                       | is not on key
                    'key: {key: 1}, unique: true, sparse: true'                                  | leaves entries out
                    'key: {key: 1}, unique: true, partialFilterExpression: {time: {$gt: 1}}'     | leaves entries out
                    'key: {key: 1}, unique: true, collation: {locale: "en", strength: 1}'        | has a collation
                    'key: {key: 1}, unique: true, hidden: true'                                  | is hidden
                    """)
    void anIndexThatDoesNotKeepMessagesUniqueStopsTheStart(String index, String why) throws TimeoutException {
        createIndex("name: \"message_key\", " + index);
        assertRefused("the index message_key of log of database " + database + " " + why, "drop it and make it anew");
    }

    @Test
    void anIndexThatIsRightUnderAnotherNameIsTaken() throws TimeoutException {
        createIndex("name: \"key_1\", key: {key: 1}, unique: true");
        await(schema.prepare());
        assertThat(await(client.listIndexes("log")))
                .as("indexes, none added for messages")
                .hasSize(4);
    }

    @Test
    void aLogOfTheVersionBeforeGetsTheIndexesOfChangesAtTheStart() throws TimeoutException {
        createIndex("name: \"message_key\", key: {key: 1}, unique: true");
        append(1, "a");
        await(schema.prepare());
        assertThat(await(client.listIndexes("log")).stream().map(index -> ((JsonObject) index).getString("name")))
                .containsExactlyInAnyOrder("_id_", "message_key", "target_version", "outbox");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    'key: {target: 1}'                                                           | target_version
                    'key: {target: 1, version: 1}'                                               | target_version
                    'key: {target: 1, version: -1}, hidden: true'                                | target_version
                    'key: {target: 1, version: -1}, partialFilterExpression: {time: {$gt: 1}}'   | target_version
                    'key: {outbox: 1}, collation: {locale: "en"}'                                | outbox
                    """)
    void anIndexThatDoesNotFindAllChangesStopsTheStart(String index, String name) throws TimeoutException {
        createIndex("name: \"" + name + "\", " + index);
        assertRefused(
                "the index " + name + " of log of database " + database + " does not find all entries",
                "drop it and make it anew: db.log.createIndex(");
    }

    @Test
    void whileTheIndexOfChangesIsGoneNothingIsSearchedFor() throws TimeoutException {
        await(schema.prepare());
        await(watch.look());
        await(client.dropIndex("log", "target_version"));
        await(watch.look());
        assertThat(watch.problem()).contains("has no index target_version", "make it: db.log.createIndex(");
        assertThat(append(1, "a")).isInstanceOf(AppendResult.Refused.class);
        assertThat(log.lastChanges(List.of("a")).failed()).isTrue();
        createIndex("name: \"target_version\", key: {target: 1, version: -1}, sparse: true");
        await(watch.look());
        assertThat(watch.problem()).isNull();
        assertThat(await(log.lastChanges(List.of("a")))).isEmpty();
    }

    @Test
    void aThirdUniqueNameStopsTheStart() throws TimeoutException {
        await(schema.prepare());
        createIndex("name: \"times\", key: {time: 1}, unique: true");
        assertRefused("the index times of log of database", "drop it: db.log.dropIndex(\"times\")");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    'capped: true, size: 100000'                         | is capped
                    'collation: {locale: "en", strength: 1}'             | has a collation
                    'viewOn: "other", pipeline: []'                      | is a view and no collection
                    'timeseries: {timeField: "time"}'                    | is a timeseries and no collection
                    """)
    void aCollectionOfAnotherKindStopsTheStart(String options, String why) throws TimeoutException {
        run("create: \"log\", " + options);
        assertRefused("the collection log of database " + database + " " + why, "made without options");
    }

    @Test
    void whileTheIndexIsGoneNothingIsWrittenAndNoKeyIsLookedFor() throws TimeoutException {
        await(schema.prepare());
        await(watch.look());
        append(1, "a");
        dropKeyIndex();
        await(watch.look());
        assertThat(watch.problem()).contains("has no index message_key");
        assertThat(append(2, "a")).isInstanceOf(AppendResult.Refused.class);
        assertThat(log.byKeys(List.of("a")).failed()).isTrue();
        assertThat(await(client.count("log", new JsonObject()))).isEqualTo(1);

        createIndex("name: \"message_key\", key: {key: 1}, unique: true");
        await(watch.look());
        assertThat(watch.problem()).isNull();
        assertThat(append(2, "b")).isInstanceOf(AppendResult.Stored.class);
    }

    @Test
    void anotherCollectionUnderTheNameIsNotWrittenBeforeARestart() throws TimeoutException {
        await(schema.prepare());
        await(watch.look());
        append(1, "a");
        await(client.dropCollection("log"));
        await(watch.look());
        assertThat(watch.problem()).contains("there is no collection log");

        await(schema.begin());
        await(schema.prepare());
        await(watch.look());
        assertThat(watch.problem()).contains("was replaced by another one");
        assertThat(append(2, "b")).isInstanceOf(AppendResult.Refused.class);
    }

    private AppendResult append(long seq, String clientMsgId) throws TimeoutException {
        LogId id = new LogId("room", 1);
        return await(log.append(
                List.of(new Entry(id, seq, new Author("ann", null, null), clientMsgId, 1, "message", "1", 0))));
    }

    private void assertRefused(String... parts) {
        assertThat(schema.prepare().toCompletionStage().toCompletableFuture())
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .satisfies(e -> assertThat(e.getMessage()).contains(parts).doesNotContain("\n"));
    }

    private void dropKeyIndex() throws TimeoutException {
        await(client.dropIndex("log", "message_key"));
    }

    private void createIndex(String index) throws TimeoutException {
        run("createIndexes: \"log\", indexes: [{" + index + "}]");
    }

    private void run(String members) throws TimeoutException {
        JsonObject command = new JsonObject("{" + members.replaceAll("([$\\w]+):", "\"$1\":") + "}");
        await(client.runCommand(command.fieldNames().iterator().next(), command));
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(20, TimeUnit.SECONDS);
    }
}
