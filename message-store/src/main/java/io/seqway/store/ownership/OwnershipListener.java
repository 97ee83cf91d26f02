package io.seqway.store.ownership;

import java.util.BitSet;

/** Hears what becomes of a node's partitions, on its event loop. */
public interface OwnershipListener {
    /** These partitions are this node's from now on: whatever it knew of their rooms may be old. */
    void acquired(BitSet partitions);

    /** These partitions are another node's. */
    void lost(BitSet partitions);

    /** The lease lasts again: what had to wait may go on. */
    void resumed();
}
