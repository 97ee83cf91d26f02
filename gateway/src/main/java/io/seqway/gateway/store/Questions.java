package io.seqway.gateway.store;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;

/**
 * What was asked over the event bus and is not answered yet. An answer may never come: each question ends after the same
 * time at the latest.
 *
 * @param <Q> what is remembered of a question
 */
final class Questions<Q> {
    private record Open<Q>(Q question, long askedAt) {}

    private final long lifeMs;
    private final Map<Long, Open<Q>> open = new LinkedHashMap<>();
    private long lastRef;

    /** @param lifeMs how long to wait for an answer, in ms */
    Questions(long lifeMs) {
        this.lifeMs = lifeMs;
    }

    /** Remembers a question: its number, which the answer will carry. */
    long ask(Q question, long now) {
        open.put(++lastRef, new Open<>(question, now));
        return lastRef;
    }

    /** The question with this number, which ends here; {@code null} if it has ended before. */
    Q answered(long ref) {
        Open<Q> answered = open.remove(ref);
        return answered == null ? null : answered.question();
    }

    /** The question with this number, or {@code null}; it stays open. */
    Q peek(long ref) {
        Open<Q> asked = open.get(ref);
        return asked == null ? null : asked.question();
    }

    /** How many are open. */
    int size() {
        return open.size();
    }

    /** Calls the handler with each question and its number; they stay open. */
    void forEach(BiConsumer<Long, Q> handler) {
        open.forEach((ref, asked) -> handler.accept(ref, asked.question()));
    }

    /** Calls the handler with each question that has waited too long; it stays open until it is {@link #answered}. */
    void expired(long now, LongConsumer handler) {
        Iterator<Map.Entry<Long, Open<Q>>> oldest = open.entrySet().iterator();
        while (oldest.hasNext()) {
            var next = oldest.next();
            if (now - next.getValue().askedAt() < lifeMs) {
                return;
            }
            handler.accept(next.getKey());
        }
    }
}
