package io.seqway.presence;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * When this node should look into which room for users whose time is over. Nobody is found absent before all gateways
 * had the time to repeat what they have: after a start, after the store was away or has not taken what it was told, after
 * nodes came or went, and after this process itself stood still.
 */
final class Sweep {
    static final int MAX_ROOMS = 100_000;

    /** Standing still for longer than this makes the node doubt what it has. */
    static final long STALL_MS = 3_000;

    /** For so long afterwards it takes up what has lain there meanwhile. */
    static final long STALE_MS = 1_000;

    private final long settleMs;
    private final int maxRooms;
    private final LongSupplier clockMs;
    private final Map<String, Due> byRoom = new HashMap<>();
    private final TreeSet<Due> byTime =
            new TreeSet<>(Comparator.comparingLong(Due::atMs).thenComparing(Due::room));
    private long settledAtMs;
    private long tickedAtMs;
    private long staleUntilMs;

    /**
     * @param settleMs how long gateways take at the most to repeat all they have
     * @param clockMs a clock that never goes back, in ms
     */
    Sweep(long settleMs, int maxRooms, LongSupplier clockMs) {
        this.settleMs = settleMs;
        this.maxRooms = maxRooms;
        this.clockMs = clockMs;
        this.tickedAtMs = clockMs.getAsLong();
        this.staleUntilMs = tickedAtMs;
        restart();
    }

    /** Gateways' words may have been lost until now: leave them time to repeat them. */
    void restart() {
        settledAtMs = clockMs.getAsLong() + settleMs;
    }

    /** Whether users can be found absent; to be called at least every second. */
    boolean tick() {
        long now = clockMs.getAsLong();
        if (now - tickedAtMs > STALL_MS) {
            staleUntilMs = now + STALE_MS;
            restart();
        }
        tickedAtMs = now;
        return settled();
    }

    /** Whether what is heard now may be from before this process stood still, and others have heard later words since. */
    boolean hearsOldWords() {
        long now = clockMs.getAsLong();
        return now - tickedAtMs > STALL_MS || now < staleUntilMs;
    }

    /** Whether gateways had the time to repeat all they have. */
    boolean settled() {
        return clockMs.getAsLong() >= settledAtMs;
    }

    /**
     * Looks into a room after so many ms, instead of whenever it was to be looked into.
     *
     * @param afterMs never if negative
     */
    void schedule(String room, long afterMs) {
        Due before = byRoom.remove(room);
        if (before != null) {
            byTime.remove(before);
        }
        if (afterMs < 0) {
            return;
        }
        Due due = new Due(clockMs.getAsLong() + afterMs, room);
        byRoom.put(room, due);
        byTime.add(due);
        if (byTime.size() > maxRooms) {
            // The last one due is the one that was heard of most recently, and will be again.
            byRoom.remove(byTime.pollLast().room());
        }
    }

    /** Whether a room is to be looked into some time. */
    boolean knows(String room) {
        return byRoom.containsKey(room);
    }

    /** Takes out the next room that is due, or {@code null}. */
    String poll() {
        if (byTime.isEmpty() || byTime.first().atMs() > clockMs.getAsLong()) {
            return null;
        }
        String room = byTime.pollFirst().room();
        byRoom.remove(room);
        return room;
    }

    private record Due(long atMs, String room) {}
}
