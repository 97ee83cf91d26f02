package io.seqway.gateway.door;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How fast each address may shake hands with this node, counted in 1 MiB however many addresses there are
 * ({@link Slots}). Safe to use from any thread.
 */
final class HandshakeRate {
    private final Pace pace;
    private final Slots slots = new Slots();
    private final AtomicLongArray first = new AtomicLongArray(Slots.SIZE);
    private final AtomicLongArray second = new AtomicLongArray(Slots.SIZE);

    HandshakeRate(Pace pace) {
        this.pace = pace;
    }

    /**
     * Counts one handshake, if it may be.
     *
     * @param now in ns, 0 or more
     * @return 0, or after how many ns it may be
     */
    long count(InetAddress address, long now) {
        long inFirst = count(first, slots.first(address), now);
        long inSecond = count(second, slots.second(address), now);
        return Math.min(inFirst, inSecond);
    }

    private long count(AtomicLongArray row, int place, long now) {
        while (true) {
            long full = row.get(place);
            long after = pace.after(full, now);
            long excess = pace.excess(after, now);
            if (excess > 0) {
                return excess;
            }
            if (row.compareAndSet(place, full, after)) {
                return 0;
            }
        }
    }
}
