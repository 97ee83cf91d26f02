package io.seqway.store.delivery;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.ToStore.Part;
import io.seqway.protocol.bus.ToStore.Submit;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import io.seqway.store.MessageStore;
import io.seqway.store.cursor.InMemoryCursorStore;
import io.seqway.store.cursor.StoredCursor;
import io.seqway.store.log.InMemoryRoomLog;
import io.seqway.store.member.InMemoryRoomStore;
import io.seqway.store.ownership.InMemoryOwnershipStore;
import io.seqway.store.ownership.Ownership;
import io.seqway.testing.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A message store that owns every room, on a log in memory and in a time of its own. */
final class StoreFixture {
    final VirtualTime time = new VirtualTime();
    final InMemoryOwnershipStore leases = new InMemoryOwnershipStore();
    final CountingCursorStore cursors = new CountingCursorStore();
    final InMemoryRoomStore rooms = new InMemoryRoomStore();
    final List<String> gateways = new ArrayList<>();
    final MessageStore store;
    private long submissions;

    /** @param send gets what the store sends, by the gateway node's id */
    StoreFixture(BiConsumer<String, BusMessage> send) {
        ClusterView view = view("store");
        store = new MessageStore(
                time,
                time::now,
                new InMemoryRoomLog(),
                cursors,
                rooms,
                "t",
                view,
                new Ownership(time, view, leases),
                send,
                send);
    }

    /** The cluster as a node sees it. */
    ClusterView view(String self) {
        return new ClusterView() {
            @Override
            public String self() {
                return self;
            }

            @Override
            public List<String> nodes(Role role) {
                return role == Role.MESSAGE_STORE ? List.of("store") : List.copyOf(gateways);
            }

            @Override
            public void onChange(Runnable handler) {
                // the test says so itself
            }
        };
    }

    /** Stores one message, which comes from a node that watches nothing. */
    void append(String room, String body) {
        long number = ++submissions;
        Submission submission = new Submission(
                new ReplyTo("sender", 0, number, number),
                room,
                new Author("ann", null, null),
                "m" + number,
                "message",
                body,
                0,
                null);
        store.handle(new Submit("sender", 0, List.of(new Part(Partitions.of(room), number, 1, List.of(submission)))));
    }

    /** Counts how often something is written, which takes its time. */
    final class CountingCursorStore extends InMemoryCursorStore {
        long takesMs;
        int writes;
        int written;

        @Override
        public Future<Void> raise(List<StoredCursor> raised) {
            writes++;
            written += raised.size();
            if (takesMs == 0) {
                return super.raise(raised);
            }
            Promise<Void> done = Promise.promise();
            time.after(takesMs, () -> super.raise(raised).onComplete(done));
            return done.future();
        }
    }

    void pass(long ms) {
        time.passUntil(time.now() + ms);
    }
}
