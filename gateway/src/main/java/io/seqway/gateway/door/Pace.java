package io.seqway.gateway.door;

import java.util.concurrent.TimeUnit;

/**
 * So many in a second in the long run, and so many at once, where several event loops count together. What a token
 * bucket says is kept in one number, the time when it will be full again (GCRA), so that counting is one
 * compare-and-set: nobody waits for a lock, and nothing has to be refilled. Times are in ns, from a start that does not
 * matter.
 *
 * @param intervalNanos what each one puts that time off by
 * @param burstNanos how far ahead of now it may lie
 */
public record Pace(long intervalNanos, long burstNanos) {
    /**
     * @param perSecond 1 to 10^9
     * @param burst 1 or more
     */
    public static Pace of(int perSecond, int burst) {
        long interval = Math.max(1, TimeUnit.SECONDS.toNanos(1) / perSecond);
        return new Pace(interval, interval * burst);
    }

    /** The time when it is full again if one more is let through now. */
    public long after(long full, long now) {
        return Math.max(full, now) + intervalNanos;
    }

    /** How long that is too far ahead: 0 or less if one more may be let through now, else what has to be waited. */
    public long excess(long after, long now) {
        return after - now - burstNanos;
    }
}
