package io.seqway.gateway.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

/**
 * What a gateway counts (docs/metrics.md). No label names a user, a room or a connection, so that there are as many time
 * series with a million of them as with one. All of it is there from the start, at zero. Recording allocates nothing and
 * waits for nobody; safe to use from any thread.
 */
public final class GatewayMetrics {
    private final ConnectionMetrics connections;
    private final MessageMetrics messages;
    private final RefusalMetrics refusals;
    private final ResumeMetrics resumes;
    private final StreamMetrics streams;

    public GatewayMetrics(MeterRegistry registry) {
        connections = new ConnectionMetrics(registry);
        messages = new MessageMetrics(registry);
        refusals = new RefusalMetrics(registry);
        resumes = new ResumeMetrics(registry);
        streams = new StreamMetrics(registry);
    }

    /** Counts nothing. */
    public static GatewayMetrics none() {
        return new GatewayMetrics(new CompositeMeterRegistry());
    }

    public ConnectionMetrics connections() {
        return connections;
    }

    public MessageMetrics messages() {
        return messages;
    }

    public RefusalMetrics refusals() {
        return refusals;
    }

    public ResumeMetrics resumes() {
        return resumes;
    }

    public StreamMetrics streams() {
        return streams;
    }
}
