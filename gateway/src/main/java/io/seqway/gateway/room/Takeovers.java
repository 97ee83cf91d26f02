package io.seqway.gateway.room;

import java.util.BitSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how long it took, after partitions got other owners, until all rooms of this node were right again. */
final class Takeovers {
    private static final Logger LOG = LoggerFactory.getLogger(Takeovers.class);

    private final BitSet unverified = new BitSet();
    private int partitions;
    private long rooms;
    private long beganAt;

    /** These partitions have other owners, as of now. */
    void begin(BitSet news, long now) {
        if (unverified.isEmpty()) {
            partitions = 0;
            rooms = 0;
            beganAt = now;
        }
        BitSet more = (BitSet) news.clone();
        more.andNot(unverified);
        partitions += more.cardinality();
        unverified.or(news);
    }

    /** The owner has looked where the rooms of a partition end, and this node has all of it. */
    void verified(int partition, int itsRooms, long now) {
        if (!unverified.get(partition)) {
            return;
        }
        unverified.clear(partition);
        rooms += itsRooms;
        if (unverified.isEmpty() && rooms > 0) {
            LOG.info(
                    "{} rooms verified, {} ms after {} partitions were said to have other owners",
                    rooms,
                    now - beganAt,
                    partitions);
        }
    }
}
