package io.seqway.store.ownership;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.ToIntFunction;

/**
 * Pairs of nodes that live and have not reached each other for a while, though both may reach others. Such a cluster has no
 * halves, and as long as both own rooms, the clients of each wait for what the other one writes. So some stand aside, as few
 * as it takes for the others to reach each other: the same ones wherever this is worked out, since all read the same leases.
 */
final class PartedPairs {
    private record Pair(String one, String other) {
        boolean isOf(String node) {
            return one.equals(node) || other.equals(node);
        }
    }

    private final long certainMs;
    private final ToIntFunction<String> owned;
    private final Map<Pair, Long> partedMs = new HashMap<>();

    /**
     * @param certainMs for how long they must not have reached each other
     * @param owned how much a node owns
     */
    PartedPairs(long certainMs, ToIntFunction<String> owned) {
        this.certainMs = certainMs;
        this.owned = owned;
    }

    /**
     * Time passes.
     *
     * @param parted whether neither of two nodes hears the other one now
     */
    void look(List<String> nodes, long passedMs, BiPredicate<String, String> parted) {
        Map<Pair, Long> before = Map.copyOf(partedMs);
        partedMs.clear();
        for (String one : nodes) {
            for (String other : nodes) {
                if (one.compareTo(other) < 0 && parted.test(one, other)) {
                    Pair pair = new Pair(one, other);
                    partedMs.put(pair, before.containsKey(pair) ? before.get(pair) + passedMs : 0);
                }
            }
        }
    }

    /**
     * Those of the nodes that are to stand aside: first who does not reach most of the others, then who owns least, so that
     * a newcomer takes nothing from those that serve, then who has the last id.
     */
    Set<String> aside(Collection<String> nodes) {
        Set<Pair> pairs = new HashSet<>(partedMs.keySet());
        pairs.removeIf(
                pair -> partedMs.get(pair) < certainMs || !nodes.contains(pair.one()) || !nodes.contains(pair.other()));
        Set<String> aside = new TreeSet<>();
        while (!pairs.isEmpty()) {
            String next = nodes.stream()
                    .max(Comparator.<String>comparingLong(node -> pairs.stream()
                                    .filter(pair -> pair.isOf(node))
                                    .count())
                            .thenComparing(Comparator.comparingInt(owned).reversed())
                            .thenComparing(Comparator.naturalOrder()))
                    .orElseThrow();
            aside.add(next);
            pairs.removeIf(pair -> pair.isOf(next));
        }
        return aside;
    }
}
