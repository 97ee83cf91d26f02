package io.seqway.verification.history;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts what happened. */
final class Tally {
    private final Map<Event.Kind, Long> kinds = new EnumMap<>(Event.Kind.class);
    private final Map<String, Long> refusals = new TreeMap<>();
    private final Map<String, Long> errors = new TreeMap<>();
    private final Map<String, Long> outcomes = new TreeMap<>();
    private final long fromNanos;
    private final long[] acks;
    private long leaves;

    Tally(long fromNanos, long toNanos) {
        this.fromNanos = fromNanos;
        acks = new long[second(toNanos) + 1];
    }

    private int second(long atNanos) {
        return (int) ((atNanos - fromNanos) / 1_000_000_000);
    }

    void see(Event event) {
        kinds.merge(event.kind(), 1L, Long::sum);
        switch (event.kind()) {
            case REFUSED -> refusals.merge(event.text(), 1L, Long::sum);
            case ERROR -> errors.merge(event.text(), 1L, Long::sum);
            case RESUMED -> outcomes.merge(event.text(), 1L, Long::sum);
            case LEFT -> leaves += event.text().isEmpty() ? 1 : 0;
            case ACKED -> acks[Math.min(acks.length - 1, Math.max(0, second(event.atNanos())))]++;
            default -> {}
        }
    }

    Verdict.Counts result(int clients, Logs logs) {
        return new Verdict.Counts(
                clients,
                logs.rooms(),
                logs.entries(),
                count(Event.Kind.CONNECTED),
                Math.max(0, count(Event.Kind.CONNECTED) - clients),
                leaves,
                count(Event.Kind.BROKEN),
                count(Event.Kind.SAW),
                count(Event.Kind.SAW_MISSED),
                Map.copyOf(outcomes),
                Map.copyOf(refusals),
                Map.copyOf(errors),
                Arrays.stream(acks).boxed().toList());
    }

    private long count(Event.Kind kind) {
        return kinds.getOrDefault(kind, 0L);
    }
}
