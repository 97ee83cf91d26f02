package io.seqway.presence;

import io.seqway.presence.store.DeadSource;
import io.seqway.presence.store.PresenceStore;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away what sources said whose lease is over, so that the users of a gateway that was killed go offline. Each node
 * looks for all dead sources, and drops them in the rooms that it serves.
 */
final class DeadSources {
    private static final Logger LOG = LoggerFactory.getLogger(DeadSources.class);
    private static final int MAX_CALLS = 16;

    private final PresenceStore store;
    private final Predicate<String> own;
    private final ObjLongConsumer<String> due;
    private final Queue<Drop> waiting = new ArrayDeque<>();
    private boolean looking;
    private int calls;

    private record Drop(DeadSource source, String room) {}

    /**
     * @param own whether this node serves a room
     * @param due told of each room, and in how many ms somebody may go offline there
     */
    DeadSources(PresenceStore store, Predicate<String> own, ObjLongConsumer<String> due) {
        this.store = store;
        this.own = own;
        this.due = due;
    }

    /** Looks for them, unless what was found before is still being dropped; to be called about twice a second. */
    void look() {
        if (looking || calls > 0) {
            return;
        }
        looking = true;
        store.dead()
                .onSuccess(this::drop)
                .onFailure(e -> LOG.debug("dead sources were not found: {}", e.toString()))
                .onComplete(done -> looking = false);
    }

    private void drop(List<DeadSource> found) {
        for (DeadSource source : found) {
            source.rooms().stream().filter(own).forEach(room -> waiting.add(new Drop(source, room)));
        }
        if (!waiting.isEmpty()) {
            LOG.info("{} rooms lose the connections of nodes that are gone", waiting.size());
        }
        next();
    }

    private void next() {
        while (calls < MAX_CALLS && !waiting.isEmpty()) {
            Drop drop = waiting.remove();
            calls++;
            Future<Long> dropped = store.drop(drop.room, drop.source);
            dropped.onSuccess(dueMs -> due.accept(drop.room, dueMs)).onComplete(done -> {
                calls--;
                if (done.failed()) {
                    waiting.clear(); // it is all found again
                }
                next();
            });
        }
    }
}
