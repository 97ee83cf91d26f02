package io.seqway.store.ownership;

import io.vertx.core.Future;
import java.util.Map;

/**
 * Where ownership is decided. Every write is one that a majority has, every read sees what a majority has; each call
 * ends, if need be by failing, within less than a lease. A call that fails may have had its effect.
 */
public interface OwnershipStore {
    /**
     * What stands there.
     *
     * @param beats the last beat of each node that has a lease
     */
    record Standing(Map<String, Long> beats, Assignment assignment) {}

    /** Says that the node lives: its lease shows this number from now on. */
    Future<Void> beat(String node, long number);

    /** Reads the leases and the assignment. */
    Future<Standing> read();

    /**
     * Replaces the assignment if its version is the one before {@code next}'s.
     *
     * @return whether it did
     */
    Future<Boolean> replace(Assignment next);

    /** Takes the leases of these nodes away. */
    Future<Void> remove(Iterable<String> nodes);
}
