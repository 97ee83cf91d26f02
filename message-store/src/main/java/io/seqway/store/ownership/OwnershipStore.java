package io.seqway.store.ownership;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;

/**
 * Where ownership is decided. What a call says or has done, a majority has; each call ends, if need be by failing, within
 * less than a lease. A call that fails may have had its effect, or have it later.
 */
public interface OwnershipStore {
    /**
     * What stands there.
     *
     * @param beats the last beat of each node that has a lease
     * @param unheard the nodes that each of these has not heard for a while; a node of an older version does not say
     */
    record Standing(Map<String, Long> beats, Map<String, Set<String>> unheard, Assignment assignment) {}

    /**
     * Says that the node lives: its lease shows this number from now on.
     *
     * @param unheard the nodes that it has not heard for a while
     * @return what stands there just then
     */
    Future<Standing> beat(String node, long number, Set<String> unheard);

    /**
     * Replaces the assignment if its version is the one before {@code next}'s.
     *
     * @return whether it did
     */
    Future<Boolean> replace(Assignment next);

    /**
     * As {@link #replace}, and takes the lease of a node away with it, which owns nothing by {@code next}: so that nobody takes it
     * for one to be given something.
     */
    Future<Boolean> leave(String node, Assignment next);

    /** Takes the leases of these nodes away. */
    Future<Void> remove(Iterable<String> nodes);
}
