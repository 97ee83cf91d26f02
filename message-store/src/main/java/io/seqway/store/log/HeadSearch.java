package io.seqway.store.log;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the last seq of a log by asking for exact ids: since a log has no holes, an entry exists exactly if its seq is
 * not beyond the head. So it needs no index but that of the ids, and no range, which the embedded store would scan.
 */
public final class HeadSearch {
    private static final int FAN = 64;
    private static final int MAX_EXPONENT = 52;
    /** Beyond it the seqs behind would be none any more. */
    private static final long MAX_HINT = 1L << MAX_EXPONENT;

    private final RoomLog log;
    private final LogId id;

    public HeadSearch(RoomLog log, LogId id) {
        this.log = log;
        this.id = id;
    }

    /**
     * The last seq, found the sooner the nearer it is to a seq that somebody says exists, who may be wrong.
     *
     * @param hint a seq, or 0 for none
     */
    public Future<Long> near(long hint) {
        if (hint <= 0 || hint > MAX_HINT) {
            return from(0);
        }
        List<Long> candidates = new ArrayList<>();
        candidates.add(hint);
        candidates.addAll(behind(hint));
        return log.existing(ids(candidates))
                .compose(existing -> existing.contains(id.entryId(hint))
                        ? narrowed(0, candidates, Long.MAX_VALUE, existing)
                        : from(0));
    }

    /**
     * The last seq.
     *
     * @param known a seq that is known to exist, or 0
     */
    public Future<Long> from(long known) {
        return narrow(known, behind(known), Long.MAX_VALUE);
    }

    private static List<Long> behind(long seq) {
        List<Long> candidates = new ArrayList<>();
        for (int exponent = 0; exponent <= MAX_EXPONENT; exponent++) {
            candidates.add(seq + (1L << exponent));
        }
        return candidates;
    }

    private List<String> ids(List<Long> seqs) {
        return seqs.stream().map(id::entryId).toList();
    }

    /** One round: {@code low} exists (or is 0), {@code high} does not, the candidates lie between, rising. */
    private Future<Long> narrow(long low, List<Long> candidates, long high) {
        return log.existing(ids(candidates)).compose(existing -> narrowed(low, candidates, high, existing));
    }

    private Future<Long> narrowed(long low, List<Long> candidates, long high, Set<String> existing) {
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
