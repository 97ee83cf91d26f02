package io.seqway.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.Pending;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.loop.EventLoop;
import io.seqway.store.StoreOptions;
import io.seqway.store.log.DamagedEntries;
import io.seqway.store.log.Entry;
import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.seqway.store.member.Rosters;
import io.seqway.store.sequence.Outlet;
import io.seqway.store.sequence.Sequencer;
import io.seqway.testing.TestMongo;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A document that somebody has spoiled with a shell is named, and is nobody's trouble but its own room's. */
@ExtendWith(VertxExtension.class)
class DamagedDocumentIT {
    private static final String DATABASE = TestMongo.freshDatabase();

    private final String room = "room-" + UUID.randomUUID();
    private final LogId id = new LogId(room, 1);
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private MongoClient client;
    private RoomLog log;

    @BeforeEach
    void connect(Vertx vertx) throws TimeoutException {
        client = MongoConnection.open(vertx, new StoreOptions(TestMongo.uri(), DATABASE, true));
        await(new LogSchema(client, DATABASE).prepare());
        log = new MongoRoomLog(client, new DamageReports(System::nanoTime, lines::add));
    }

    @AfterEach
    void disconnect() throws TimeoutException {
        await(client.close());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"time\":\"x\"}",
                "{\"time\":null}",
                "{\"time\":1.5}",
                "{\"kind\":7}",
                "{\"body\":\"{\\\"a\\\":\"}",
                "{\"body\":null}",
                "{\"body\":{\"a\":1}}",
                "{\"name\":[]}",
                "{\"deleted\":\"yes\"}",
                "{\"target\":\"nothing\"}",
                "{\"version\":\"2\"}",
                "{\"count\":\"2\"}"
            })
    void whatIsWrongIsNamedWithTheDocument(String spoiled) throws TimeoutException {
        JsonObject wrong = new JsonObject(spoiled);
        insert(3, wrong);
        String field = wrong.fieldNames().iterator().next();
        assertDamaged(log.byIds(List.of(id.entryId(3))), field);
        assertDamaged(log.byKeys(List.of(id.key("ann", "m3"))), field);
        assertThat(lines).first().asString().contains("room " + room + ":", id.entryId(3), field);
    }

    @Test
    void aStampOfASpoiledHeadIsNamedToo() throws TimeoutException {
        insert(1, new JsonObject().put("time", "not a number").put("kind", 7));
        assertDamaged(log.stamps(List.of(id.entryId(1))), "time");
    }

    @Test
    void aKeyThatIsNoneIsNamed() throws TimeoutException {
        insert(1, new JsonObject().put("key", "nobody"));
        assertDamaged(log.stamps(List.of(id.entryId(1))), "key");
    }

    @Test
    void aDocumentUnderAStrangeIdIsOfTheRoomOfItsMessage() throws TimeoutException {
        insert(1, new JsonObject().put("_id", "hello-" + room));
        assertDamaged(log.byKeys(List.of(id.key("ann", "m1"))), "_id");
    }

    @Test
    void aDeletionAndWhatItDeletedAreRead() throws TimeoutException {
        Entry message = new Entry(id, 1, new Author("ann", null, null), "m1", 17, "message", "\"x\"", 0);
        Entry deletion = new Entry(id, 2, new Author("ann", null, null), "d1", 18, "delete", "null", 0, 1, 2, false);
        await(log.append(List.of(message, deletion)));
        await(log.redact(deletion));
        assertThat(await(log.byIds(List.of(id.entryId(1), id.entryId(2))))).hasSize(2);
        assertThat(await(log.outbox(List.of(Partitions.of(room)), 1_000))).contains(deletion);
    }

    @Test
    void sendsToTheRoomAreRefusedOthersAreStoredAndMendedItGoesOn(Vertx vertx) throws Exception {
        Owner owner = new Owner(vertx);
        assertThat(owner.send(room, "m1").error()).isNull();
        insert(2, new JsonObject().put("time", "not a number").put("kind", 7));

        List<Future<Outcome>> sends = new ArrayList<>();
        sends.add(owner.submit(room, "m2"));
        IntStream.range(0, 100).forEach(i -> sends.add(owner.submit("other-" + i + room, "m1")));
        sends.add(owner.submit(room, "m3"));
        for (Future<Outcome> send : sends) {
            Outcome outcome = await(send);
            assertThat(outcome.error()).isEqualTo(outcome.room().equals(room) ? ErrorCode.UNAVAILABLE.text() : null);
        }
        assertThat(lines).isNotEmpty().allMatch(line -> line.contains(id.entryId(2)));

        JsonObject right = new JsonObject().put("time", 99L).put("kind", "message");
        await(client.updateCollection(
                "log", new JsonObject().put("_id", id.entryId(2)), new JsonObject().put("$set", right)));
        owner.send(room, "m2");
        assertThat(owner.send(room, "m2").seq()).isEqualTo(3);
    }

    private void assertDamaged(Future<?> read, String field) {
        Future<Throwable> cause = read.transform(ended -> Future.succeededFuture(ended.cause()));
        assertThat(cause.await())
                .isInstanceOf(DamagedEntries.class)
                .hasMessageContaining("of the log cannot be read: " + field);
        assertThat(((DamagedEntries) cause.result()).isIn(room)).isTrue();
    }

    private void insert(long seq, JsonObject spoiled) throws TimeoutException {
        JsonObject document = new JsonObject()
                .put("_id", id.entryId(seq))
                .put("key", id.key("ann", "m" + seq))
                .put("time", 17L)
                .put("kind", "message")
                .put("body", "\"x\"")
                .mergeIn(spoiled);
        await(client.insert("log", document));
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(20, TimeUnit.SECONDS);
    }

    /** An owner of all rooms, on an event loop of its own. */
    private final class Owner implements Outlet {
        private final EventLoop loop;
        private final Map<Long, Promise<Outcome>> waiting = new HashMap<>();
        private final Sequencer sequencer;
        private long lastRef;

        Owner(Vertx vertx) {
            loop = EventLoop.of(vertx.getOrCreateContext());
            sequencer = new Sequencer(
                    log,
                    "t",
                    System::currentTimeMillis,
                    loop::after,
                    () -> true,
                    this,
                    new Rosters(new MongoRoomStore(client), log),
                    10,
                    demanding -> {});
        }

        Outcome send(String to, String clientMsgId) throws TimeoutException {
            return await(submit(to, clientMsgId));
        }

        Future<Outcome> submit(String to, String clientMsgId) {
            Promise<Outcome> answered = Promise.promise();
            loop.run(() -> {
                waiting.put(++lastRef, answered);
                ReplyTo replyTo = new ReplyTo("node", 0, lastRef, 0);
                Author bob = new Author("bob", null, null);
                sequencer.submit(List.of(
                        new Submission(replyTo, to, bob, clientMsgId, "message", new JsonArray().encode(), 0, null)));
            });
            return answered.future();
        }

        @Override
        public void answer(Outcome outcome) {
            waiting.remove(outcome.replyTo().ref()).complete(outcome);
        }

        @Override
        public void appended(String to, String epoch, long first, List<byte[]> frames, long stale) {}

        @Override
        public void pending(Pending pending) {}
    }
}
