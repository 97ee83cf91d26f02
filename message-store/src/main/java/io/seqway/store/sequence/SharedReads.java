package io.seqway.store.sequence;

import io.seqway.store.log.Entry;
import io.seqway.store.log.RoomLog;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Reads entries by their ids, few reads at a time, so that whoever reads much does not keep writes waiting. What is asked
 * for meanwhile goes into the next read together: some entries in each of very many rooms, as after a takeover, cost as
 * few reads as many in one.
 */
final class SharedReads {
    /** More at once would only take from the writes what the machine has. */
    private static final int MAX_READING = Math.max(2, Runtime.getRuntime().availableProcessors());
    /** About as many as one page may have, which is asked for as a whole. */
    private static final int MAX_IDS = 128;

    private record Wanted(Collection<String> ids, Promise<Map<String, Entry>> entries) {}

    private final RoomLog log;
    private final ArrayDeque<Wanted> waiting = new ArrayDeque<>();
    private int reading;
    private boolean asking;

    SharedReads(RoomLog log) {
        this.log = log;
    }

    /** The entries with these ids, those that exist, by id; there may be others among them. */
    Future<Map<String, Entry>> byIds(Collection<String> ids) {
        Wanted wanted = new Wanted(ids, Promise.promise());
        waiting.add(wanted);
        next();
        return wanted.entries().future();
    }

    /** Answers may come at once, which must not read within the reading. */
    private void next() {
        if (asking) {
            return;
        }
        asking = true;
        while (reading < MAX_READING && !waiting.isEmpty()) {
            reading++;
            read();
        }
        asking = false;
    }

    private void read() {
        List<Wanted> together = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        do {
            ids.addAll(waiting.peek().ids());
            together.add(waiting.poll());
        } while (!waiting.isEmpty() && ids.size() + waiting.peek().ids().size() <= MAX_IDS);
        log.byIds(ids).onComplete(entries -> {
            reading--;
            together.forEach(wanted -> wanted.entries().handle(entries));
            next();
        });
    }
}
