package io.seqway.store.ownership;

import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of the cluster but for message stores that stand still or are cut off, in one direction or in both: seconds
 * before the cluster drops them. Each store says in its lease which nodes have left its beacons unanswered, by the gateway
 * on them. Whoever is not reached over answers, by way of others either, is left out, unless it beats and does hear this
 * node: then it is only slow. So where the cluster is not cut in parts nobody is left out but who does not beat, and of two
 * nodes that see different members neither takes from the other. Time counts only between looks that follow each other
 * closely: while this node stood still it could not hear anybody.
 */
final class ReachedView implements ClusterView {
    /** For how long a node may leave beacons unanswered, of which there is one each second. */
    static final long UNHEARD_MS = 2_500;

    private static final Logger LOG = LoggerFactory.getLogger(ReachedView.class);

    private final ClusterView members;
    private final long maxLookMs;
    private final Predicate<String> lives;
    private final Map<String, Long> unheardMs = new HashMap<>();
    private Map<String, Set<String>> unheardByOthers = Map.of();
    private long lookedAt;

    /**
     * @param maxLookMs how much time between two looks counts at the most
     * @param lives whether a node has beaten just now
     */
    ReachedView(ClusterView members, long maxLookMs, Predicate<String> lives) {
        this.members = members;
        this.lives = lives;
        this.maxLookMs = maxLookMs;
    }

    /** The node has answered. */
    void heard(String node) {
        Long unheard = unheardMs.put(node, 0L);
        if (unheard != null && unheard >= UNHEARD_MS) {
            LOG.info("{} answers again", node);
        }
    }

    /** What the leases of the nodes say: whom they have not heard for a while. */
    void said(Map<String, Set<String>> unheard) {
        unheardByOthers = unheard;
    }

    /** Time passes. */
    void look(long now) {
        long passed = Math.min(maxLookMs, now - lookedAt);
        lookedAt = now;
        unheardMs.keySet().retainAll(members.nodes(Role.MESSAGE_STORE));
        unheardMs.remove(self());
        unheardMs.replaceAll((node, before) -> {
            long unheard = before + passed;
            if (before < UNHEARD_MS && unheard >= UNHEARD_MS) {
                LOG.warn(
                        "{} does not answer; unless others hear it, or it beats and hears this node, it counts as gone",
                        node);
            }
            return unheard;
        });
    }

    /** The nodes that have not answered this one for a while. */
    Set<String> unheard() {
        return unheardMs.keySet().stream().filter(this::isUnheard).collect(Collectors.toUnmodifiableSet());
    }

    private boolean isUnheard(String node) {
        return unheardMs.getOrDefault(node, 0L) >= UNHEARD_MS;
    }

    /** The nodes to which the answers lead, by way of others, too. */
    private Set<String> reached(List<String> nodes) {
        Set<String> reached = new HashSet<>(Set.of(self()));
        Deque<String> next = new ArrayDeque<>(reached);
        while (!next.isEmpty()) {
            String from = next.remove();
            for (String node : nodes) {
                if (!reached.contains(node) && (from.equals(self()) ? hears(node) : hears(from, node))) {
                    reached.add(node);
                    next.add(node);
                }
            }
        }
        return reached;
    }

    /** A node that beats, and hears this one, is slow to answer, and neither gone nor cut off. */
    private boolean hears(String node) {
        return !isUnheard(node) || lives.test(node) && hears(node, self());
    }

    private boolean hears(String other, String node) {
        return !unheardByOthers.getOrDefault(other, Set.of()).contains(node);
    }

    @Override
    public String self() {
        return members.self();
    }

    /** Nodes that have never answered count: they may have just begun, or have no gateway. */
    @Override
    public List<String> nodes(Role role) {
        List<String> nodes = members.nodes(role);
        if (role != Role.MESSAGE_STORE || unheardMs.isEmpty()) {
            return nodes;
        }
        Set<String> reached = reached(nodes);
        return nodes.stream().filter(reached::contains).toList();
    }

    @Override
    public void onChange(Runnable handler) {
        members.onChange(handler);
    }

    @Override
    public boolean isCluster() {
        return members.isCluster();
    }
}
