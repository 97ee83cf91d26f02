package io.seqway.presence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;

/** What presence counts (docs/metrics.md). No label names a room or a user. */
final class PresenceMetrics {
    private final MeterRegistry registry;
    private final Counter online;
    private final Counter offline;

    PresenceMetrics(MeterRegistry registry) {
        this.registry = registry;
        online = changes("online");
        offline = changes("offline");
    }

    /** Users came to a room and left it. */
    void changed(int came, int left) {
        online.increment(came);
        offline.increment(left);
    }

    /** Whether the store answers, whenever it is asked for, on any thread. */
    void available(BooleanSupplier store) {
        Gauge.builder("seqway.redis.available", store, is -> is.getAsBoolean() ? 1 : 0)
                .description("Whether Redis answers")
                .strongReference(true)
                .register(registry);
    }

    private Counter changes(String change) {
        return Counter.builder("seqway.presence.changes")
                .description("Users that came online in a room, or went offline there")
                .tag("change", change)
                .register(registry);
    }
}
