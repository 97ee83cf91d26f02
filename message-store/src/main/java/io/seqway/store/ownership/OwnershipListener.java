package io.seqway.store.ownership;

import io.vertx.core.Future;
import java.util.BitSet;
import java.util.Set;

/** Hears what becomes of a node's partitions, on its event loop. */
public interface OwnershipListener {
    /** These partitions are this node's from now on: whatever it knew of their rooms may be old. */
    void acquired(BitSet partitions);

    /**
     * These partitions are about to be given away: no write is begun in them any more, until {@link #given}.
     *
     * @return completes when no write is under way in them; fails if that takes too long
     */
    Future<Void> giving(BitSet partitions);

    /** The database says so now; these nodes, who have been given something, are to be told. */
    void gave(Set<String> nodes);

    /** What was to be given away is lost by now, or stays. */
    void given();

    /** These partitions are another node's. */
    void lost(BitSet partitions);

    /** From now on, or not any more, nodes that this one cannot reach own the rooms. */
    void cutOff(boolean now);

    /** The lease lasts again: what had to wait may go on. */
    void resumed();
}
