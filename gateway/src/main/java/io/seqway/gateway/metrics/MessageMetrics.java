package io.seqway.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** The way of messages, as seen from here: sends that wait for their answer, and entries that come in. */
public final class MessageMetrics {
    private final Counter sends;
    private final Timer acks;
    private final Counter duplicates;
    private final Counter timeouts;
    private final Counter edits;
    private final Counter deletes;
    private final Counter receipts;
    private final Timer pending;
    private final Timer delivery;
    private final Counter entries;
    private final Counter holes;

    MessageMetrics(MeterRegistry registry) {
        sends = Counter.builder("seqway.sends")
                .description("Messages that were handed to the owners of their rooms")
                .register(registry);
        acks = Buckets.latency("seqway.ack", "From a send to its ack", registry);
        duplicates = Counter.builder("seqway.duplicates")
                .description("Acks of messages that were stored before")
                .register(registry);
        timeouts = Counter.builder("seqway.send.timeouts")
                .description("Sends whose outcome was not known in time")
                .register(registry);
        edits = changes("edit", registry);
        deletes = changes("delete", registry);
        receipts = Counter.builder("seqway.receipts")
                .description("Receipts that clients have sent")
                .register(registry);
        pending = Buckets.latency(
                "seqway.pending", "From an optimistic send to the moment when it is shown to others", registry);
        delivery = Buckets.latency(
                "seqway.delivery", "From an entry being stored to its being written to the sockets", registry);
        entries = Counter.builder("seqway.entries.delivered")
                .description("Entries that came in live, once for each event loop that has their room")
                .register(registry);
        holes = Counter.builder("seqway.holes.pulled")
                .description("Times that something was missing in a room and was read from its owner")
                .register(registry);
    }

    public void sent() {
        sends.increment();
    }

    public void acked(long nanos, boolean duplicate) {
        acks.record(nanos, TimeUnit.NANOSECONDS);
        if (duplicate) {
            duplicates.increment();
        }
    }

    public void timedOut() {
        timeouts.increment();
    }

    /** A message has another body from now on, as is acked now for the first time. */
    public void edited() {
        edits.increment();
    }

    /** A message has no body any more, as is acked now for the first time. */
    public void deleted() {
        deletes.increment();
    }

    /** A client says how far it is in a room. */
    public void receipt() {
        receipts.increment();
    }

    /** An optimistic message of this node has come back, to be shown. */
    public void shown(long nanos) {
        pending.record(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Entries were written to the sockets of an event loop.
     *
     * @param storedAt when they were stored, in ms since 1970 by the clock of their owner; 0 if it does not say so
     */
    public void delivered(int count, long storedAt) {
        entries.increment(count);
        if (storedAt > 0) {
            delivery.record(Math.max(0, System.currentTimeMillis() - storedAt), TimeUnit.MILLISECONDS);
        }
    }

    public void holePulled() {
        holes.increment();
    }

    private static Counter changes(String kind, MeterRegistry registry) {
        return Counter.builder("seqway.changes")
                .description("Edits and deletes that were acked for the first time")
                .tag("kind", kind)
                .register(registry);
    }
}
