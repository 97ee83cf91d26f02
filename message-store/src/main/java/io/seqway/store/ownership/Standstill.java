package io.seqway.store.ownership;

import java.util.function.LongSupplier;

/**
 * Notices that the machine was suspended for long: its monotonic clock may have stood still with it, so that a lease seems to
 * last which is long over. What was numbered before then must not be written before the lease was renewed, since retention may
 * have removed what another owner wrote at the same places.
 */
public final class Standstill {
    private static final long LONG_MS = 30 * 60_000L;

    private final LongSupplier monotonic;
    private final LongSupplier wall;
    private long apart;
    private long doubtfulUntil;

    /**
     * @param monotonic in ms
     * @param wall in ms since 1970
     */
    public Standstill(LongSupplier monotonic, LongSupplier wall) {
        this.monotonic = monotonic;
        this.wall = wall;
        this.apart = apart();
        this.doubtfulUntil = monotonic.getAsLong();
    }

    /**
     * Whether a lease may be one of before a standstill: so it is until it has been renewed since, or if the wall clock was set
     * forward by half an hour.
     */
    public boolean isDoubtful() {
        long now = apart();
        if (now - apart > LONG_MS) {
            doubtfulUntil = monotonic.getAsLong() + Ownership.LEASE_MS;
        }
        apart = now;
        return monotonic.getAsLong() < doubtfulUntil;
    }

    private long apart() {
        return wall.getAsLong() - monotonic.getAsLong();
    }
}
