package io.seqway.presence;

import io.seqway.presence.store.Change;
import io.seqway.presence.store.Connections;
import io.seqway.presence.store.PresenceStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What gateways said and the store has not taken yet. Of each connection's word only the latest waits, and a room has
 * one call under way at a time, so that a rush becomes few calls. Words are given up when too many wait or a call
 * fails: gateways repeat all they have.
 */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    static final int MAX_WAITING = 100_000;
    static final int MAX_BATCH = 200;
    static final int MAX_CALLS = 32;

    private final PresenceStore store;
    private final BiConsumer<String, Change> changed;
    private final Map<String, Room> rooms = new HashMap<>();
    private final Queue<Room> ready = new ArrayDeque<>();
    private int waiting;
    private int calls;
    private boolean flushing;

    /** @param changed told of each change with its room, in the order of the room's changes */
    Intake(PresenceStore store, BiConsumer<String, Change> changed) {
        this.store = store;
        this.changed = changed;
    }

    /** Takes a word, and hands it on when {@link #flush} is called or a call that is under way ends. */
    void add(String roomId, Connections said) {
        if (waiting >= MAX_WAITING) {
            return;
        }
        Room room = rooms.computeIfAbsent(roomId, id -> {
            Room added = new Room(id);
            ready.add(added);
            return added;
        });
        if (room.said.put(new Key(said.source(), said.user()), said) == null) {
            waiting++;
        }
    }

    /** Hands on as much as may be under way at a time. */
    void flush() {
        if (flushing) {
            return; // a call ended at once
        }
        flushing = true;
        while (calls < MAX_CALLS && !ready.isEmpty()) {
            call(ready.remove());
        }
        flushing = false;
    }

    /** Completes when the store has taken, or failed to take, what has been added about a room until now. */
    Future<Void> taken(String roomId) {
        Room room = rooms.get(roomId);
        if (room == null) {
            return Future.succeededFuture();
        }
        Promise<Void> taken = Promise.promise();
        room.asked.add(taken);
        return taken.future();
    }

    private void call(Room room) {
        List<Connections> batch = room.take(MAX_BATCH);
        waiting -= batch.size();
        List<Promise<Void>> served = room.said.isEmpty() ? room.asked() : List.of();
        calls++;
        store.arrive(room.id, batch)
                .onSuccess(change -> changed.accept(room.id, change))
                .onFailure(e -> {
                    if (store.available()) {
                        LOG.warn("presence did not take {} of a room's connections: {}", batch.size(), e.toString());
                    }
                })
                .onComplete(done -> {
                    calls--;
                    served.forEach(Promise::complete);
                    next(room);
                    flush();
                });
    }

    private void next(Room room) {
        if (room.said.isEmpty()) {
            rooms.remove(room.id);
            room.asked().forEach(Promise::complete);
        } else {
            ready.add(room);
        }
    }

    private record Key(String source, String user) {}

    private static final class Room {
        private final String id;
        private final Map<Key, Connections> said = new LinkedHashMap<>();
        private List<Promise<Void>> asked = new ArrayList<>();

        Room(String id) {
            this.id = id;
        }

        List<Connections> take(int most) {
            List<Connections> batch = new ArrayList<>(Math.min(most, said.size()));
            Iterator<Connections> words = said.values().iterator();
            while (words.hasNext() && batch.size() < most) {
                batch.add(words.next());
                words.remove();
            }
            return batch;
        }

        /** Hands over those who asked. */
        List<Promise<Void>> asked() {
            List<Promise<Void>> all = asked;
            asked = new ArrayList<>();
            return all;
        }
    }
}
