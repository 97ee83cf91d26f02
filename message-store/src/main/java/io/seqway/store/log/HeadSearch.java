package io.seqway.store.log;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the last seq of a log by asking for exact ids: since a log has no holes, an entry exists exactly if its seq is
 * not beyond the head. So it needs no index but that of the ids, and no range, which the embedded store would scan.
 */
public final class HeadSearch {
    private static final int FAN = 64;
    private static final int MAX_EXPONENT = 52;

    private final RoomLog log;
    private final LogId id;

    public HeadSearch(RoomLog log, LogId id) {
        this.log = log;
        this.id = id;
    }

    /**
     * The last seq.
     *
     * @param known a seq that is known to exist, or 0
     */
    public Future<Long> from(long known) {
        List<Long> candidates = new ArrayList<>();
        for (int exponent = 0; exponent <= MAX_EXPONENT; exponent++) {
            candidates.add(known + (1L << exponent));
        }
        return narrow(known, candidates, Long.MAX_VALUE);
    }

    /** One round: {@code low} exists (or is 0), {@code high} does not, the candidates lie between, rising. */
    private Future<Long> narrow(long low, List<Long> candidates, long high) {
        return log.existing(candidates.stream().map(id::entryId).toList()).compose(existing -> {
            long newLow = low;
            long newHigh = high;
            for (long candidate : candidates) {
                if (existing.contains(id.entryId(candidate))) {
                    newLow = candidate;
                } else {
                    newHigh = candidate;
                    break;
                }
            }
            if (newHigh - newLow == 1) {
                return Future.succeededFuture(newLow);
            }
            return narrow(newLow, between(newLow, newHigh), newHigh);
        });
    }

    private static List<Long> between(long low, long high) {
        long step = Math.max(1, (high - low) / FAN);
        List<Long> candidates = new ArrayList<>();
        for (long candidate = low + step; candidate < high && candidates.size() < FAN; candidate += step) {
            candidates.add(candidate);
        }
        return candidates;
    }
}
