package io.seqway.presence;

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
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What gateways said and the store has not taken yet. Of words about the same only the latest waits, and a room, or what
 * else is changed in one place, has one call under way at a time, so that a rush becomes few calls. Words are given up
 * when too many wait or a call fails: gateways repeat what was not taken.
 *
 * @param <W> a word
 * @param <R> what the store answers
 */
final class Intake<W, R> {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    static final int MAX_WAITING = 100_000;
    static final int MAX_BATCH = 200;
    static final int MAX_CALLS = 32;

    private final Function<W, Object> subject;
    private final BiFunction<String, List<W>, Future<R>> store;
    private final BooleanSupplier available;
    private final BiConsumer<String, R> answered;
    private final Consumer<String> lines;
    private final Map<String, Room<W>> rooms = new HashMap<>();
    private final Queue<Room<W>> ready = new ArrayDeque<>();
    private int waiting;
    private int calls;
    private boolean flushing;
    private boolean refused;

    /**
     * @param subject what a word is about
     * @param store takes words about one room
     * @param available whether it is worth a line in the log when the store fails
     * @param answered told of each answer with its room, in the order of the room's calls
     */
    Intake(
            Function<W, Object> subject,
            BiFunction<String, List<W>, Future<R>> store,
            BooleanSupplier available,
            BiConsumer<String, R> answered) {
        this(subject, store, available, answered, LOG::warn);
    }

    /** @param lines gets what is to be said when the store fails: once, until it has taken something again */
    Intake(
            Function<W, Object> subject,
            BiFunction<String, List<W>, Future<R>> store,
            BooleanSupplier available,
            BiConsumer<String, R> answered,
            Consumer<String> lines) {
        this.subject = subject;
        this.store = store;
        this.available = available;
        this.answered = answered;
        this.lines = lines;
    }

    /**
     * Takes a word, and hands it on when {@link #flush} is called or a call that is under way ends.
     *
     * @return whether there was room for it
     */
    boolean add(String roomId, W said) {
        if (waiting >= MAX_WAITING) {
            return false;
        }
        Room<W> room = rooms.computeIfAbsent(roomId, id -> {
            Room<W> added = new Room<>(id);
            ready.add(added);
            return added;
        });
        if (room.said.put(subject.apply(said), said) == null) {
            waiting++;
        }
        return true;
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

    /** Completes when the store has taken what has been added about a room until now; fails if it has failed to. */
    Future<Void> taken(String roomId) {
        Room<W> room = rooms.get(roomId);
        if (room == null) {
            return Future.succeededFuture();
        }
        Promise<Void> taken = Promise.promise();
        room.asked.add(taken);
        return taken.future();
    }

    private void call(Room<W> room) {
        List<W> batch = room.take(MAX_BATCH);
        waiting -= batch.size();
        List<Promise<Void>> served = room.said.isEmpty() ? room.asked() : List.of();
        calls++;
        store.apply(room.id, batch)
                .onSuccess(answer -> {
                    refused = false;
                    answered.accept(room.id, answer);
                })
                .onFailure(e -> failed(room, e))
                .onComplete(done -> {
                    calls--;
                    served.forEach(promise -> promise.handle(done.mapEmpty()));
                    next(room);
                    flush();
                });
    }

    /** Who asks about a room hears of the failure of any part of it. */
    private void failed(Room<W> room, Throwable cause) {
        if (!refused && available.getAsBoolean()) {
            refused = true;
            lines.accept(
                    "presence does not take what is said of connections, which is said again until it does: " + cause);
        }
        room.asked().forEach(promise -> promise.tryFail(cause));
    }

    private void next(Room<W> room) {
        if (room.said.isEmpty()) {
            rooms.remove(room.id);
            room.asked().forEach(Promise::complete);
        } else {
            ready.add(room);
        }
    }

    private static final class Room<W> {
        private final String id;
        private final Map<Object, W> said = new LinkedHashMap<>();
        private List<Promise<Void>> asked = new ArrayList<>();

        Room(String id) {
            this.id = id;
        }

        List<W> take(int most) {
            List<W> batch = new ArrayList<>(Math.min(most, said.size()));
            Iterator<W> words = said.values().iterator();
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
