package io.seqway.store.interest;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which gateway nodes want the new entries of which rooms. Interest that is not confirmed ends by itself, so that a
 * node that is gone costs nothing.
 */
public final class Interest {
    private final long lifeMs;
    private final Map<String, Map<String, Long>> confirmed = new HashMap<>();

    /** @param lifeMs how long interest lasts without being confirmed, in ms */
    public Interest(long lifeMs) {
        this.lifeMs = lifeMs;
    }

    /** The node wants the room, as of now. */
    public void confirm(String room, String node, long now) {
        confirmed.computeIfAbsent(room, r -> new HashMap<>(2)).put(node, now);
    }

    /** The node wants the room no more. */
    public void end(String room, String node) {
        confirmed.computeIfPresent(room, (r, nodes) -> {
            nodes.remove(node);
            return nodes.isEmpty() ? null : nodes;
        });
    }

    /** Ends the interest that was not confirmed in time. */
    public void expire(long now) {
        confirmed.values().forEach(nodes -> nodes.values().removeIf(at -> now - at > lifeMs));
        confirmed.values().removeIf(Map::isEmpty);
    }

    /** Ends all interest in the rooms that are not to be kept. */
    public void retain(Predicate<String> keep) {
        confirmed.keySet().removeIf(keep.negate());
    }

    /** The nodes that want the room. */
    public Set<String> nodes(String room) {
        Map<String, Long> nodes = confirmed.get(room);
        return nodes == null ? Set.of() : nodes.keySet();
    }

    /** The rooms that anybody wants. */
    public Set<String> rooms() {
        return confirmed.keySet();
    }

    /** Whether anybody wants the room. */
    public boolean in(String room) {
        return confirmed.containsKey(room);
    }
}
