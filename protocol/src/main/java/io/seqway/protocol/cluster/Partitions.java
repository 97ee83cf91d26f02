package io.seqway.protocol.cluster;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/** Which node should own what, by hashing: every node computes the same from the same members. */
public final class Partitions {
    /** How many partitions the rooms are divided into. */
    public static final int COUNT = 64;

    private Partitions() {}

    /** The partition of a room: 0 to {@link #COUNT} - 1. */
    public static int of(String room) {
        return (int) (hash(room) % COUNT);
    }

    /**
     * The node that should own a partition, by rendezvous hashing: when a node comes or goes, only its own partitions
     * move.
     *
     * @return {@code null} if there are no nodes
     */
    public static String owner(int partition, List<String> nodes) {
        String best = null;
        long bestHash = -1;
        for (String node : nodes) {
            long hash = hash(node + '/' + partition);
            if (hash > bestHash) {
                best = node;
                bestHash = hash;
            }
        }
        return best;
    }

    private static long hash(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return mix(crc.getValue()) >>> 33;
    }

    /** The finalizer of MurmurHash3: CRCs of similar texts differ in few bits. */
    static long mix(long h) {
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}
