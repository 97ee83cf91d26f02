package io.seqway.store.ownership;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * For how long the lease of each node has shown the same beat. Time counts only between looks that follow each other
 * closely: while this node could not look, the others could perhaps not beat either.
 */
final class Leases {
    private static final class Lease {
        private long beat;
        private long quietMs;
        private boolean moved;
    }

    private final long maxLookMs;
    private final Map<String, Lease> leases = new HashMap<>();
    private long lookedAt;

    /** @param maxLookMs how much time between two looks counts at the most */
    Leases(long maxLookMs) {
        this.maxLookMs = maxLookMs;
    }

    /** What the leases show now. */
    void look(Map<String, Long> beats, long now) {
        long passed = Math.min(maxLookMs, now - lookedAt);
        lookedAt = now;
        leases.keySet().retainAll(beats.keySet());
        beats.forEach((node, beat) -> {
            Lease lease = leases.get(node);
            if (lease == null) {
                lease = new Lease();
                lease.beat = beat;
                leases.put(node, lease);
            } else if (lease.beat == beat) {
                lease.quietMs += passed;
            } else {
                lease.beat = beat;
                lease.quietMs = 0;
                lease.moved = true;
            }
        });
    }

    /** Whether there is a lease of the node at all. */
    boolean has(String node) {
        return leases.containsKey(node);
    }

    /** Whether the node was seen to beat, and not longer ago than this. */
    boolean beats(String node, long withinMs) {
        Lease lease = leases.get(node);
        return lease != null && lease.moved && lease.quietMs < withinMs;
    }

    /** Whether the node has not beaten for so long, as far as this node could see. */
    boolean quiet(String node, long forMs) {
        Lease lease = leases.get(node);
        return lease == null || lease.quietMs >= forMs;
    }

    /** The nodes whose leases have moved, or were seen for the first time, not longer ago than this. */
    Set<String> living(long withinMs) {
        Set<String> living = new HashSet<>();
        leases.forEach((node, lease) -> {
            if (lease.quietMs < withinMs) {
                living.add(node);
            }
        });
        return living;
    }

    /** The nodes whose leases have not moved for so long, but these. */
    List<String> quiet(long forMs, Set<String> but) {
        List<String> quiet = new ArrayList<>();
        leases.forEach((node, lease) -> {
            if (lease.quietMs >= forMs && !but.contains(node)) {
                quiet.add(node);
            }
        });
        return quiet;
    }
}
