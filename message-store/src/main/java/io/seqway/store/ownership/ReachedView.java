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
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of the cluster but for message stores that stand still or are cut off, in one direction or in both: seconds
 * before the cluster drops them. Each store says in its lease which nodes have left its beacons unanswered, by the gateway
 * on them. Whoever is not reached over answers, by way of others either, is left out, unless it beats and does hear this
 * node: then it is only slow. And where two that live do not reach each other, and both reach others, one of them is left out
 * by all, itself included ({@link PartedPairs}). Time counts only between looks that follow each other closely: while this
 * node stood still it could not hear anybody.
 */
final class ReachedView implements ClusterView {
    /** For how long a node may leave beacons unanswered, of which there is one each second. */
    static final long UNHEARD_MS = 2_500;

    /** The same for one that has never answered: its gateway may have to start first. */
    static final long NEVER_HEARD_MS = 10_000;

    /** For how long two nodes must not hear each other, both ways, before one of them is left out, whom others hear. */
    static final long PARTED_MS = 4_000;

    private static final Logger LOG = LoggerFactory.getLogger(ReachedView.class);

    private final ClusterView members;
    private final long maxLookMs;
    private final Predicate<String> lives;
    private final Map<String, Long> unheardMs = new HashMap<>();
    private final Set<String> neverHeard = new HashSet<>();
    private final PartedPairs partedPairs;
    private Set<String> aside = Set.of();
    private Map<String, Set<String>> unheardByOthers = Map.of();
    private long lookedAt;

    /**
     * @param maxLookMs how much time between two looks counts at the most
     * @param lives whether a node has beaten just now
     * @param owned how many partitions a node owns
     */
    ReachedView(ClusterView members, long maxLookMs, Predicate<String> lives, ToIntFunction<String> owned) {
        this.members = members;
        this.partedPairs = new PartedPairs(PARTED_MS, owned);
        this.lives = lives;
        this.maxLookMs = maxLookMs;
    }

    /** The node has answered. */
    void heard(String node) {
        if (isUnheard(node)) {
            LOG.info("{} answers", node);
        }
        unheardMs.put(node, 0L);
        neverHeard.remove(node);
    }

    /** What the leases of the nodes say: whom they have not heard for a while. */
    void said(Map<String, Set<String>> unheard) {
        unheardByOthers = unheard;
    }

    /** Time passes. */
    void look(long now) {
        long passed = Math.min(maxLookMs, now - lookedAt);
        lookedAt = now;
        List<String> stores = members.nodes(Role.MESSAGE_STORE);
        List<String> gateways = members.nodes(Role.GATEWAY);
        unheardMs.keySet().retainAll(stores);
        neverHeard.retainAll(stores);
        unheardMs.replaceAll((node, before) -> before + passed);
        for (String node : stores) {
            if (gateways.contains(node) && !unheardMs.containsKey(node)) {
                neverHeard.add(node);
                unheardMs.put(node, 0L);
            }
        }
        unheardMs.remove(self());
        neverHeard.remove(self());
        unheardMs.forEach((node, unheard) -> {
            if (isUnheard(node) && unheard - passed < patienceMs(node)) {
                warn(node);
            }
        });
        partedPairs.look(stores, passed, this::areParted);
        Set<String> before = aside;
        aside = partedPairs.aside(reached(stores));
        if (!aside.isEmpty() && !aside.equals(before)) {
            LOG.warn("nodes do not reach each other that both reach others: until they do, {} stand aside", aside);
        }
    }

    private boolean areParted(String one, String other) {
        return lives(one) && lives(other) && !hearsItself(one, other) && !hearsItself(other, one);
    }

    private boolean lives(String node) {
        return node.equals(self()) || lives.test(node);
    }

    private boolean hearsItself(String from, String node) {
        return from.equals(self()) ? !isUnheard(node) : hears(from, node);
    }

    private void warn(String node) {
        if (neverHeard.contains(node)) {
            LOG.warn(
                    "{} is a member and has never answered: this node, or that one, cannot connect to the other's event bus."
                            + " Open its port, which is cluster-port + 1, both ways, and give both the same cluster-tls"
                            + " settings. Until then it is given no rooms",
                    node);
        } else {
            LOG.warn(
                    "{} does not answer; unless others hear it, or it beats and hears this node, it counts as gone",
                    node);
        }
    }

    /** Whether this node is left out by all, itself included, since it and another one do not reach each other. */
    boolean standsAside() {
        return aside.contains(self());
    }

    /** Whether the node has answered since it is a member, or could not, having no gateway. */
    boolean hasAnswered(String node) {
        return !neverHeard.contains(node) && (unheardMs.containsKey(node) || !hasGateway(node));
    }

    /** Whether there are others that beat and could answer, and none has since it is a member. */
    boolean isUnanswered(Predicate<String> beats) {
        return neverHeard.stream().anyMatch(beats)
                && unheardMs.keySet().stream().allMatch(neverHeard::contains);
    }

    private boolean hasGateway(String node) {
        return members.nodes(Role.GATEWAY).contains(node);
    }

    /** The nodes that have not answered this one for a while. */
    Set<String> unheard() {
        return unheardMs.keySet().stream().filter(this::isUnheard).collect(Collectors.toUnmodifiableSet());
    }

    private boolean isUnheard(String node) {
        return unheardMs.getOrDefault(node, 0L) >= patienceMs(node);
    }

    private long patienceMs(String node) {
        return neverHeard.contains(node) ? NEVER_HEARD_MS : UNHEARD_MS;
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

    /** Nodes that have not answered yet count for a while: they may have just begun. Those without a gateway always do. */
    @Override
    public List<String> nodes(Role role) {
        List<String> nodes = members.nodes(role);
        if (role != Role.MESSAGE_STORE || unheardMs.isEmpty()) {
            return nodes;
        }
        if (standsAside()) {
            return List.of(self());
        }
        Set<String> reached = reached(nodes);
        return nodes.stream()
                .filter(node -> reached.contains(node) && !aside.contains(node))
                .toList();
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
