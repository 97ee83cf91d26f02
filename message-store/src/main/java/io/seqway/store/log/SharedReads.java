package io.seqway.store.log;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads documents by their ids, few reads at a time, so that whoever reads much does not keep writes waiting. What is asked
 * for meanwhile goes into the next read together: some entries in each of very many rooms, as after a takeover, cost as
 * few reads as many in one. If something of that is damaged, each is read by itself, and only who asked for it hears that.
 *
 * @param <V> what is read
 */
public final class SharedReads<V> {
    /** More at once would only take from the writes what the machine has. */
    private static final int MAX_READING = Math.max(2, Runtime.getRuntime().availableProcessors());
    /** About as many as one page may have, which is asked for as a whole. */
    private static final int MAX_IDS = 128;

    /** @param alone whether it is to be read by itself */
    private record Wanted<V>(Collection<String> ids, Promise<Map<String, V>> found, boolean alone) {}

    private final Function<Collection<String>, Future<Map<String, V>>> read;
    private final int maxIds;
    private final ArrayDeque<Wanted<V>> waiting = new ArrayDeque<>();
    private int reading;
    private boolean asking;

    /** @param read reads what has these ids: what exists, by id */
    public SharedReads(Function<Collection<String>, Future<Map<String, V>>> read) {
        this(read, MAX_IDS);
    }

    /** @param maxIds so many are read together at the most, where more are asked for one by one */
    public SharedReads(Function<Collection<String>, Future<Map<String, V>>> read, int maxIds) {
        this.read = read;
        this.maxIds = maxIds;
    }

    /** What has these ids, as far as it exists, by id; there may be others among them. */
    public Future<Map<String, V>> byIds(Collection<String> ids) {
        Wanted<V> wanted = new Wanted<>(ids, Promise.promise(), false);
        waiting.add(wanted);
        next();
        return wanted.found().future();
    }

    /** Answers may come at once, which must not read within the reading. */
    private void next() {
        if (asking) {
            return;
        }
        asking = true;
        while (reading < MAX_READING && !waiting.isEmpty()) {
            reading++;
            readNext();
        }
        asking = false;
    }

    private void readNext() {
        List<Wanted<V>> together = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        do {
            ids.addAll(waiting.peek().ids());
            together.add(waiting.poll());
        } while (!together.get(0).alone()
                && !waiting.isEmpty()
                && !waiting.peek().alone()
                && ids.size() + waiting.peek().ids().size() <= maxIds);
        read.apply(ids).onComplete(found -> {
            reading--;
            if (together.size() > 1 && found.cause() instanceof DamagedEntries) {
                together.forEach(wanted -> waiting.add(new Wanted<>(wanted.ids(), wanted.found(), true)));
            } else {
                together.forEach(wanted -> wanted.found().handle(found));
            }
            next();
        });
    }
}
