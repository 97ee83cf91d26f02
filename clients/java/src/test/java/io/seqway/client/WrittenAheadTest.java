package io.seqway.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What is sent is kept before. */
class WrittenAheadTest {
    private final SlowStore store = new SlowStore();
    private final Rig rig = new Rig(Rig.options().setOutboxStore(store));

    /** Keeps a record when the test says so. */
    private static final class SlowStore implements OutboxStore {
        final Map<String, JsonObject> records = new LinkedHashMap<>();
        final Queue<Runnable> waiting = new ArrayDeque<>();

        @Override
        public Future<List<JsonObject>> load() {
            return Future.succeededFuture(new ArrayList<>(records.values()));
        }

        @Override
        public Future<Void> put(String id, JsonObject record) {
            Promise<Void> kept = Promise.promise();
            waiting.add(() -> {
                records.put(id, record);
                kept.complete();
            });
            return kept.future();
        }

        @Override
        public Future<Void> remove(String id) {
            records.remove(id);
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }

        void keepNext() {
            waiting.remove().run();
        }

        void keepAll() {
            while (!waiting.isEmpty()) {
                keepNext();
            }
        }
    }

    @Test
    void aMessageGoesOutOnceItIsKept() {
        Room room = rig.inRoom(0);
        room.send("one");
        assertThat(rig.server.takeAll("send")).isEmpty();
        store.keepNext();
        assertThat(rig.server.takeAll("send")).hasSize(1);
        assertThat(store.records.values().iterator().next().getBoolean("tried")).isTrue();
    }

    @Test
    void manyAreKeptAtATimeAndGoOutInOrder() {
        Room room = rig.inRoom(0);
        room.send("one");
        room.send("two");
        assertThat(store.waiting).hasSize(2);
        store.keepNext();
        store.keepNext();
        assertThat(rig.server.takeAll("send"))
                .extracting(send -> send.getString("body"))
                .containsExactly("one", "two");
    }

    @Test
    void aStoreThatFailsCostsTheKeepingAndNotTheSending() {
        Rig other = new Rig(Rig.options().setOutboxStore(new BrokenStore()));
        List<SeqwayError> errors = new ArrayList<>();
        other.client.onError(errors::add);
        Room room = other.inRoom(0);
        room.send("one");
        assertThat(other.server.takeAll("send")).hasSize(1);
        assertThat(errors).extracting(SeqwayError::code).contains("not-kept");
    }

    @Test
    void whatAnEarlierRunHasLeftGoesOutInFrontOfWhatIsNew() {
        Rig first = new Rig(Rig.options().setOutboxStore(store).setUserId("alice"));
        Message left = first.client.room("r").post("left", new SendOptions());
        store.keepNext();

        Room room = rig.client.room("r");
        room.send("new");
        rig.client.connect();
        rig.server.login("alice");
        store.keepAll();
        List<JsonObject> sends = rig.server.takeAll("send");
        assertThat(sends).extracting(send -> send.getString("body")).containsExactly("left", "new");
        assertThat(sends.get(0).getString("clientMsgId")).isEqualTo(left.clientMsgId());
    }

    @Test
    void whatIsOfAnotherUserIsNotSent() {
        Rig first = new Rig(Rig.options().setOutboxStore(store).setUserId("carol"));
        first.client.room("r").send("of carol");
        store.keepNext();

        rig.inRoom(0);
        store.keepAll();
        assertThat(rig.server.takeAll("send")).isEmpty();
        assertThat(store.records).hasSize(1);
    }

    private static final class BrokenStore implements OutboxStore {
        @Override
        public Future<List<JsonObject>> load() {
            return Future.failedFuture("no disk");
        }

        @Override
        public Future<Void> put(String id, JsonObject record) {
            return Future.failedFuture("no disk");
        }

        @Override
        public Future<Void> remove(String id) {
            throw new IllegalStateException("no disk");
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }
}
