package io.seqway.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Chunks on their way to the message store, and what is read of streams. */
public final class StreamMetrics {
    private final Counter stored;
    private final Counter duplicates;
    private final Counter bytes;
    private final Timer acks;
    private final Counter readBytes;
    private final AtomicLong underWay = new AtomicLong();

    StreamMetrics(MeterRegistry registry) {
        stored = chunks("stored", registry);
        duplicates = chunks("duplicate", registry);
        bytes = Counter.builder("seqway.chunk.bytes")
                .description("Bytes of the payloads of chunks that were stored")
                .register(registry);
        acks = Buckets.latency("seqway.chunk.ack", "From a chunk to its ack", registry);
        readBytes = Counter.builder("seqway.stream.read.bytes")
                .description("Bytes of the payloads of chunks that were read for those who asked for streams")
                .register(registry);
        Gauge.builder("seqway.chunk.held.bytes", underWay, AtomicLong::doubleValue)
                .description("Bytes of chunks that are being stored or wait for their turn")
                .register(registry);
    }

    /** @param payloadBytes how long the chunk is */
    public void acked(long nanos, int payloadBytes, boolean duplicate) {
        acks.record(nanos, TimeUnit.NANOSECONDS);
        if (duplicate) {
            duplicates.increment();
        } else {
            stored.increment();
            bytes.increment(payloadBytes);
        }
    }

    /** @param change by how many bytes more or less chunks take than before */
    public void holds(long change) {
        underWay.addAndGet(change);
    }

    /** A chunk was read from the message store. */
    public void read(int payloadBytes) {
        readBytes.increment(payloadBytes);
    }

    private static Counter chunks(String result, MeterRegistry registry) {
        return Counter.builder("seqway.chunks")
                .description("Chunks that were acked, by whether they were stored before")
                .tag("result", result)
                .register(registry);
    }
}
