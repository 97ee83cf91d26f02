package io.seqway.gateway.room;

import io.seqway.protocol.cluster.Partitions;

/** When the owner of each partition was heard last, and when it was asked last because something seemed to be missing. */
final class Silence {
    private static final long SILENT_MS = 5_000;
    /** More than from one beacon to the next, so that what is under way already is not asked for each time. */
    private static final long ASK_MS = 3_000;

    private final long[] heardAt = new long[Partitions.COUNT];
    private final long[] askedAt = new long[Partitions.COUNT];
    private final int[] known = new int[Partitions.COUNT];

    Silence(long now) {
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            heardAt[partition] = now;
            askedAt[partition] = now - ASK_MS;
        }
    }

    /**
     * The owner has said where the partition's rooms stand. As long as it knows more of them each time, it is at work on
     * what it was asked for.
     *
     * @param rooms how many it knows
     * @param of how many there are
     */
    void heard(int partition, int rooms, int of, long now) {
        if (rooms < of && rooms > known[partition]) {
            askedAt[partition] = now;
        }
        known[partition] = rooms;
        heardAt[partition] = now;
    }

    /** The partition's rooms are asked for. */
    void asked(int partition, long now) {
        askedAt[partition] = now;
    }

    /** Whether the last question is so long ago that its answers should be there. */
    boolean mayAsk(int partition, long now) {
        return now - askedAt[partition] >= ASK_MS;
    }

    /** Whether the owner has said nothing for long, also to a question. */
    boolean isSilent(int partition, long now) {
        return now - Math.max(heardAt[partition], askedAt[partition]) >= SILENT_MS;
    }
}
