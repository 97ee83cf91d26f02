package io.seqway.store.log;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the first entry of a log that is not older than a time. The times of a log never fall, so it is found by asking for
 * a few exact ids, and no index of times is needed.
 */
public final class TimeSearch {
    private static final int FAN = 64;

    private final RoomLog log;

    public TimeSearch(RoomLog log) {
        this.log = log;
    }

    /**
     * The seq of the first entry of that time or later, or {@code head} + 1 if there is none. Of entries that retention
     * removes meanwhile it takes those for older that are gone.
     *
     * @param floor entries up to this seq are gone
     * @param head the last seq
     * @param time in ms since 1970
     */
    public Future<Long> since(LogId id, long floor, long head, long time) {
        return between(id, floor, head + 1, time);
    }

    /** What is at {@code before} is older, or gone; what is at {@code at} is not. */
    private Future<Long> between(LogId id, long before, long at, long time) {
        if (at - before == 1) {
            return Future.succeededFuture(at);
        }
        long step = Math.max(1, (at - before) / FAN);
        List<Long> candidates = new ArrayList<>();
        for (long seq = before + step; seq < at && candidates.size() < FAN; seq += step) {
            candidates.add(seq);
        }
        return log.stamps(candidates.stream().map(id::entryId).toList()).compose(found -> {
            long older = before;
            for (long seq : candidates) {
                if (isSince(found, id.entryId(seq), time)) {
                    return between(id, older, seq, time);
                }
                older = seq;
            }
            return between(id, older, at, time);
        });
    }

    /** What is gone meanwhile was older than all that is left. */
    private static boolean isSince(Map<String, Stamp> found, String id, long time) {
        Stamp stamp = found.get(id);
        return stamp != null && stamp.time() >= time;
    }
}
