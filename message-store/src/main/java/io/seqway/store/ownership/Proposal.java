package io.seqway.store.ownership;

import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import io.seqway.store.ownership.Assignment.Owner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a node would change in the assignment: it takes partitions whose owners are gone, if hashing over the living says
 * that it should, and gives away what hashing gives to another living node, if that one has answered it. It takes from a
 * node that lives only if that one is in the other, smaller half of a cluster that is cut.
 */
final class Proposal {
    private final String self;
    private final Leases leases;
    private final Halves halves;
    private final long silentMs;
    private final long silentOutOfViewMs;
    private final Predicate<String> answers;

    /**
     * @param silentMs a node that has not beaten for so long is gone
     * @param silentOutOfViewMs the same for a node that the cluster does not see any more
     * @param answers whether a node has ever answered this one: if its clients cannot be served yet, or it cannot be reached, it
     *     is to own nothing
     */
    Proposal(
            String self,
            Leases leases,
            Halves halves,
            long silentMs,
            long silentOutOfViewMs,
            Predicate<String> answers) {
        this.self = self;
        this.leases = leases;
        this.halves = halves;
        this.silentMs = silentMs;
        this.silentOutOfViewMs = silentOutOfViewMs;
        this.answers = answers;
    }

    /** The partitions that should have another owner, with that owner. */
    Map<Integer, String> changes(Assignment assignment, ClusterView view) {
        Set<String> members = new HashSet<>(view.nodes(Role.MESSAGE_STORE));
        List<String> candidates = new ArrayList<>();
        for (String node : members) {
            if (node.equals(self) || leases.beats(node, silentMs) && answers.test(node)) {
                candidates.add(node);
            }
        }
        Map<Integer, String> changes = new HashMap<>();
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            Owner owner = assignment.owner(partition);
            String wanted = Partitions.owner(partition, candidates);
            if (wanted == null || wanted.equals(owner.node())) {
                continue;
            }
            boolean give = self.equals(owner.node());
            boolean take = self.equals(wanted) && !give && isGone(owner.node(), members, assignment, view.isCluster());
            if (give || take) {
                changes.put(partition, wanted);
            }
        }
        return changes;
    }

    /** Everything this node owns, for other members that beat, if there are any. */
    Map<Integer, String> gifts(Assignment assignment, List<String> others) {
        List<String> living = others.stream()
                .filter(node -> leases.beats(node, silentMs) && answers.test(node))
                .toList();
        Map<Integer, String> gifts = new HashMap<>();
        if (!living.isEmpty()) {
            assignment.ownedBy(self).stream()
                    .forEach(partition -> gifts.put(partition, Partitions.owner(partition, living)));
        }
        return gifts;
    }

    private boolean isGone(String node, Set<String> members, Assignment assignment, boolean cluster) {
        if (node == null || !leases.has(node)) {
            return true;
        }
        if (members.contains(node)) {
            return leases.quiet(node, silentMs);
        }
        // Whoever runs alone comes after whoever ran there before, unless that one is seen to live.
        return cluster
                ? halves.isOurs(assignment) || leases.quiet(node, silentOutOfViewMs)
                : !leases.beats(node, silentMs);
    }
}
