package io.seqway.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Measures by how much its event loop is late: deployed as often as there are loops, there is one on each. */
public final class LoopLag extends VerticleBase {
    private static final long EVERY_MS = 100;

    private final Timer lag;
    private long due;

    public LoopLag(MeterRegistry registry) {
        lag = Timer.builder("seqway.event.loop.lag")
                .description("By how much an event loop was late, looked at every 100 ms on each")
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5))
                .register(registry);
    }

    @Override
    public Future<?> start() {
        next();
        return Future.succeededFuture();
    }

    private void next() {
        due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EVERY_MS);
        vertx.setTimer(EVERY_MS, id -> {
            lag.record(Math.max(0, System.nanoTime() - due), TimeUnit.NANOSECONDS);
            next();
        });
    }
}
