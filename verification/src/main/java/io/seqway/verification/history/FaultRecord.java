package io.seqway.verification.history;

import java.util.Objects;

/**
 * One fault as it happened.
 *
 * @param kind what was done, for example {@code kill}; faults of one kind are counted together
 * @param target whom it was done to
 * @param fromNanos when it began, of {@link System#nanoTime()} in the JVM that records the history
 * @param toNanos when it was undone, of the same clock; not before {@code fromNanos}
 * @param evidence what shows that it took effect, in one line
 * @param bit whether it took effect
 */
public record FaultRecord(String kind, String target, long fromNanos, long toNanos, String evidence, boolean bit) {

    /** Refuses a fault that ends before it begins. */
    public FaultRecord {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(target);
        Objects.requireNonNull(evidence);
        if (toNanos - fromNanos < 0) {
            throw new IllegalArgumentException(kind + " ends before it begins");
        }
    }
}
