package io.seqway.store.retention;

import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.seqway.store.log.Stamp;
import io.seqway.store.log.TimeSearch;
import io.vertx.core.Future;
import java.util.List;

/** Finds up to which seq a log may be cut off by a rule. */
final class Cut {
    private final RoomLog log;
    private final TimeSearch times;
    private final long leastAgeMs;

    /** @param leastAgeMs nothing younger is cut off */
    Cut(RoomLog log, long leastAgeMs) {
        this.log = log;
        this.times = new TimeSearch(log);
        this.leastAgeMs = leastAgeMs;
    }

    /**
     * Up to which seq; the floor if nothing is to be cut off now. Most logs are asked for one entry, or for none.
     *
     * @param floor entries up to this seq are gone
     * @param head the last seq, or one that is not far from it
     * @param now in ms since 1970
     */
    Future<Long> upTo(LogId id, long floor, long head, Retention rule, long now) {
        long last = head - 1; // the last entry stays, so that its seq is never given again
        long byCount = rule.maxEntries() == 0 ? floor : Math.min(last, head - rule.maxEntries());
        if (last <= floor || byCount <= floor && rule.maxAgeMs() == 0) {
            return Future.succeededFuture(floor);
        }
        long old = now - Math.max(rule.maxAgeMs(), leastAgeMs);
        long removable = byCount > floor ? now - leastAgeMs : old;
        String first = id.entryId(floor + 1);
        Future<Long> cut = log.stamps(List.of(first)).compose(found -> {
            Stamp stamp = found.get(first);
            if (stamp != null && stamp.time() >= removable) {
                return Future.succeededFuture(floor);
            }
            return before(id, floor, head, removable).compose(upTo -> {
                if (byCount <= floor) {
                    return Future.succeededFuture(upTo);
                }
                return byCount >= upTo || rule.maxAgeMs() == 0
                        ? Future.succeededFuture(Math.min(byCount, upTo))
                        : before(id, floor, head, old).map(aged -> Math.min(upTo, Math.max(byCount, aged)));
            });
        });
        return cut.map(upTo -> Math.max(floor, Math.min(last, upTo)));
    }

    /** The last seq whose entry is older. */
    private Future<Long> before(LogId id, long floor, long head, long time) {
        return times.since(id, floor, head, time).map(seq -> seq - 1);
    }
}
