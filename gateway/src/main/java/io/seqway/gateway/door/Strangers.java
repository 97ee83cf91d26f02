package io.seqway.gateway.door;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How many connections of each address have not said yet who they are, counted in 512 KiB however many addresses there
 * are ({@link Slots}). Safe to use from any thread.
 */
final class Strangers {
    private final int max;
    private final Slots slots = new Slots();
    private final AtomicIntegerArray first = new AtomicIntegerArray(Slots.SIZE);
    private final AtomicIntegerArray second = new AtomicIntegerArray(Slots.SIZE);

    /** @param max so many of one address */
    Strangers(int max) {
        this.max = max;
    }

    /** Counts one more, if it may be. */
    boolean add(InetAddress address) {
        int inFirst = first.incrementAndGet(slots.first(address));
        int inSecond = second.incrementAndGet(slots.second(address));
        if (Math.min(inFirst, inSecond) > max) {
            remove(address);
            return false;
        }
        return true;
    }

    /** Counts one less that was counted before. */
    void remove(InetAddress address) {
        first.decrementAndGet(slots.first(address));
        second.decrementAndGet(slots.second(address));
    }
}
