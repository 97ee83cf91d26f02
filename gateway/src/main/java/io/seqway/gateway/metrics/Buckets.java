package io.seqway.gateway.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;

/** The buckets of histograms: fixed ones, so that dashboards and alerts of all versions mean the same. */
final class Buckets {
    private static final Duration[] LATENCY = millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000);
    private static final Duration[] AGE = millis(1_000, 5_000, 15_000, 60_000, 300_000, 900_000, 1_800_000, 3_600_000);

    private Buckets() {}

    /** How long something took that a user waits for: 1 ms to 10 s. */
    static Timer latency(String name, String description, MeterRegistry registry) {
        return timer(name, description, LATENCY, registry);
    }

    /** How long something lasted: 1 s to 1 h. */
    static Timer age(String name, String description, MeterRegistry registry) {
        return timer(name, description, AGE, registry);
    }

    static DistributionSummary counts(String name, String description, MeterRegistry registry, double... buckets) {
        return DistributionSummary.builder(name)
                .description(description)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private static Timer timer(String name, String description, Duration[] buckets, MeterRegistry registry) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private static Duration[] millis(long... values) {
        return LongStream.of(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
