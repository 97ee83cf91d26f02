package io.seqway.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.seqway.protocol.frame.Reconnection;
import io.seqway.protocol.frame.ServerFrames.Joined;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Clients that come back: how often they had to try, and what became of their rooms. */
public final class ResumeMetrics {
    private final Map<String, Counter> reconnections = new HashMap<>();
    private final Counter failed;
    private final DistributionSummary attempts;
    private final Timer down;
    private final Map<String, Counter> rooms = new HashMap<>();
    private final DistributionSummary distance;

    ResumeMetrics(MeterRegistry registry) {
        for (String reason : Reconnection.REASONS) {
            reconnections.put(
                    reason,
                    Counter.builder("seqway.reconnections")
                            .description("Clients that came back, by why their last connection had ended, as they say")
                            .tag("reason", reason)
                            .register(registry));
        }
        failed = Counter.builder("seqway.reconnections.failed")
                .description("Attempts to come back that had failed before one succeeded, as clients say")
                .register(registry);
        attempts = Buckets.counts(
                "seqway.reconnection.attempts",
                "The how many-th attempt to come back succeeded, as clients say",
                registry,
                1,
                2,
                3,
                5,
                10,
                20,
                50);
        down = Buckets.age("seqway.reconnection.down", "For how long clients had no connection, as they say", registry);
        for (String status : new String[] {"live", "recovered", "reset", "removed", "error"}) {
            rooms.put(
                    status,
                    Counter.builder("seqway.resumed.rooms")
                            .description("Rooms that were named in resumes, by what became of them")
                            .tag("status", status)
                            .register(registry));
        }
        distance = Buckets.counts(
                "seqway.resume.distance",
                "How many entries a resumed room had missed",
                registry,
                1,
                10,
                100,
                1_000,
                10_000,
                100_000);
    }

    /** A client has come back. */
    public void reconnected(Reconnection how) {
        reconnections.get(how.reason()).increment();
        if (how.attempt() > 0) {
            attempts.record(how.attempt());
            failed.increment(how.attempt() - 1.0);
        }
        if (how.downMs() >= 0) {
            down.record(how.downMs(), TimeUnit.MILLISECONDS);
        }
    }

    /** A resume has an outcome for each of its rooms. */
    public void resumed(Iterable<Joined> outcomes) {
        for (Joined outcome : outcomes) {
            rooms.get(outcome.status()).increment();
            if (outcome.status().equals("recovered") || outcome.status().equals("reset")) {
                distance.record(outcome.missed());
            }
        }
    }
}
