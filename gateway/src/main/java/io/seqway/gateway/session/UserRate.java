package io.seqway.gateway.session;

import io.seqway.gateway.door.Pace;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How much one user has said on this node of late, over all connections. Safe to use from any thread. */
final class UserRate {
    private static final Pace CONNECTS = new Pace(TimeUnit.SECONDS.toNanos(6), TimeUnit.SECONDS.toNanos(60));

    private final String userId;
    private final AtomicLong sends;
    private final AtomicLong signals;
    private final AtomicLong connects;
    private int connections;

    UserRate(String userId, long nowNanos) {
        this.userId = userId;
        sends = new AtomicLong(nowNanos);
        signals = new AtomicLong(nowNanos);
        connects = new AtomicLong(nowNanos);
    }

    String userId() {
        return userId;
    }

    /** Counts one send, if it may be; else says after how many ns it may. */
    long send(Pace pace, long nowNanos) {
        return count(sends, pace, nowNanos);
    }

    /** Counts one signal, if it may be; else says after how many ns it may. */
    long signal(Pace pace, long nowNanos) {
        return count(signals, pace, nowNanos);
    }

    /** Counts one connection that has come: whether they are more than ten in a minute, in the long run and at once. */
    boolean connect(long nowNanos) {
        return count(connects, CONNECTS, nowNanos) > 0;
    }

    private static long count(AtomicLong full, Pace pace, long nowNanos) {
        while (true) {
            long before = full.get();
            long after = pace.after(before, nowNanos);
            long excess = pace.excess(after, nowNanos);
            if (excess > 0) {
                return excess;
            }
            if (full.compareAndSet(before, after)) {
                return 0;
            }
        }
    }

    /** A connection came or went; only where nobody else does the same. */
    void connections(int change) {
        connections += change;
    }

    boolean isGone() {
        return connections == 0;
    }

    /** Whether nothing would change if it began anew. */
    boolean isFull(long nowNanos) {
        return sends.get() <= nowNanos && signals.get() <= nowNanos && connects.get() <= nowNanos;
    }
}
