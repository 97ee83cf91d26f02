package io.seqway.store.mongo;

import io.seqway.store.log.DamagedEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which documents of the log cannot be read: of each room once a minute, however often they are asked for. On any
 * thread.
 */
final class DamageReports {
    private static final Logger LOG = LoggerFactory.getLogger(DamageReports.class);
    private static final long AGAIN_MS = 60_000;
    private static final int MOST_ROOMS = 10_000;

    private final LongSupplier clock;
    private final Consumer<String> lines;
    /** The one that was said the longest ago first. */
    private final Map<String, Long> saidAt = new LinkedHashMap<>();

    DamageReports() {
        this(() -> System.nanoTime() / 1_000_000, LOG::error);
    }

    /**
     * @param clock in ms
     * @param lines gets what is to be said
     */
    DamageReports(LongSupplier clock, Consumer<String> lines) {
        this.clock = clock;
        this.lines = lines;
    }

    synchronized void add(DamagedEntry entry) {
        long now = clock.getAsLong();
        Long before = saidAt.get(entry.room());
        if (before != null && now - before < AGAIN_MS) {
            return;
        }
        saidAt.remove(entry.room());
        saidAt.put(entry.room(), now);
        if (saidAt.size() > MOST_ROOMS) {
            saidAt.remove(saidAt.keySet().iterator().next());
        }
        lines.accept(
                ("room %s: the document %s of the collection log cannot be read: %s. What needs it is refused, in this"
                                + " room only. Look at it by db.log.find({_id: \"%s\"}) and put it back as a backup has it; the room"
                                + " goes on by itself then")
                        .formatted(entry.room(), entry.id(), entry.fault(), entry.id()));
    }
}
