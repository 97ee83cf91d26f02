package io.seqway.verification.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects violations: counts all of them, keeps the first ones of each kind, and the same one only once. */
final class Findings {
    private static final int KEPT = 20;

    private final Map<Violation.Kind, Long> counts = new EnumMap<>(Violation.Kind.class);
    private final List<Violation> examples = new ArrayList<>();
    private final Set<List<Object>> once = new HashSet<>();

    void add(Violation.Kind kind, String room, String client, long seq, long atNanos, String what) {
        if (counts.merge(kind, 1L, Long::sum) <= KEPT) {
            examples.add(new Violation(kind, room, client, seq, atNanos, what));
        }
    }

    /** As {@link #add}, unless that was said of the same message at the same place already. */
    void addOnce(Violation.Kind kind, Message message, String client, long seq, long atNanos, String what) {
        if (once.add(List.of(kind, message, kind == Violation.Kind.FORK ? seq : 0))) {
            add(kind, message.room(), client, seq, atNanos, what);
        }
    }

    Map<Violation.Kind, Long> counts() {
        return Map.copyOf(counts);
    }

    List<Violation> examples() {
        return List.copyOf(examples);
    }
}
