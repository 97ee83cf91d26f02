package io.seqway.verification.fault;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * What goes wrong in one lane, without end: all its kinds in a random order, then all of them in another. The seed decides
 * everything, but not when: a fault begins when the one before is undone.
 */
final class Schedule {
    private final List<Kind> kinds;
    private final int nodes;
    private final Random random;
    private final Deque<Kind> next = new ArrayDeque<>();

    /** @param kinds those of the lane that are wanted, at least one */
    Schedule(long seed, Kind.Lane lane, Collection<Kind> kinds, int nodes) {
        this.kinds = kinds.stream().filter(kind -> kind.lane() == lane).sorted().toList();
        this.nodes = nodes;
        this.random = new Random(seed * 31 + lane.ordinal());
    }

    boolean isEmpty() {
        return kinds.isEmpty();
    }

    Planned next() {
        if (next.isEmpty()) {
            List<Kind> shuffled = new ArrayList<>(kinds);
            Collections.shuffle(shuffled, random);
            next.addAll(shuffled);
        }
        Kind kind = next.remove();
        return new Planned(
                kind,
                random.nextInt(nodes),
                kind.hold(random),
                random.nextDouble(),
                kind.lane().pause(random));
    }
}
