package io.seqway.protocol.cluster;

/**
 * Where a set of rooms stands, in two numbers that owner and gateway can compare: they differ if one of the two lacks an
 * entry or a room that the other has. It follows each change of a room in constant time, whatever the order.
 *
 * @param rooms how many rooms there are, from 0
 * @param sum of a 64-bit hash of each room's name, epoch and last seq, wrapping around
 */
public record HeadSum(int rooms, long sum) {
    /** No room at all. */
    public static final HeadSum NONE = new HeadSum(0, 0);

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long STEP = 0x9e3779b97f4a7c15L;

    /** What stands for a room's log as long as its epoch lasts. */
    public static long root(String room, String epoch) {
        return fnv(fnv(FNV_OFFSET, room) * FNV_PRIME, epoch);
    }

    /** With one room more, which ends at this seq. */
    public HeadSum with(long root, long head) {
        return new HeadSum(rooms + 1, sum + term(root, head));
    }

    /** With one room less, which was counted at this seq. */
    public HeadSum without(long root, long head) {
        return new HeadSum(rooms - 1, sum - term(root, head));
    }

    private static long term(long root, long head) {
        return Partitions.mix(root + head * STEP);
    }

    private static long fnv(long hash, String text) {
        long h = hash;
        for (int i = 0; i < text.length(); i++) {
            h = (h ^ text.charAt(i)) * FNV_PRIME;
        }
        return h;
    }
}
