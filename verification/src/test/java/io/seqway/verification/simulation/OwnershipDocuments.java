package io.seqway.verification.simulation;

import io.seqway.store.ownership.Assignment;
import io.seqway.store.ownership.OwnershipStore.Standing;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The leases and the assignment as the database holds them. */
final class OwnershipDocuments {
    private final Map<String, Long> beats = new HashMap<>();
    private final Map<String, Set<String>> unheard = new HashMap<>();
    private Assignment assignment = Assignment.NOBODY;

    /** What stands there with this beat. */
    Standing beat(String node, long number, Set<String> silent) {
        beats.put(node, number);
        unheard.put(node, silent);
        return new Standing(new HashMap<>(beats), new HashMap<>(unheard), assignment);
    }

    /** Replaces the assignment, if it is the one before this; whether it did. */
    boolean replace(Assignment next) {
        boolean replaces = next.version() == assignment.version() + 1;
        if (replaces) {
            assignment = next;
        }
        return replaces;
    }

    void remove(Iterable<String> nodes) {
        nodes.forEach(node -> {
            beats.remove(node);
            unheard.remove(node);
        });
    }
}
