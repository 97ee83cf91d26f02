package io.seqway.store.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.seqway.store.log.AppendResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * What a message store counts (docs/metrics.md). No label names a room or a user. All of it is there from the start, at
 * zero. Recording allocates nothing and waits for nobody.
 */
public final class StoreMetrics {
    private static final Duration[] LATENCY = LongStream.of(
                    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Timer stored;
    private final DistributionSummary bulk;
    private final Map<Class<? extends AppendResult>, Timer> writes = new HashMap<>();
    private final Counter entries;
    private final Counter trimmed;
    private final Counter fences;
    private final Counter acquired;
    private final Counter lost;
    private final Counter pauses;
    private final Counter redactions;
    private final Counter cursors;
    private final Timer cursorsWritten;
    private final Timer cursorsFailed;
    private final AtomicLong owned = new AtomicLong();
    private final AtomicLong rooms = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();

    public StoreMetrics(MeterRegistry registry) {
        this.registry = registry;
        stored = Timer.builder("seqway.store")
                .description("From a message coming to its owner to a majority having it on disk")
                .serviceLevelObjectives(LATENCY)
                .register(registry);
        bulk = DistributionSummary.builder("seqway.bulk.entries")
                .description("Entries in one write to MongoDB")
                .serviceLevelObjectives(1, 2, 5, 10, 20, 50, 100, 200, 500)
                .register(registry);
        writes.put(AppendResult.Stored.class, write("stored"));
        writes.put(AppendResult.Collided.class, write("collided"));
        writes.put(AppendResult.Rejected.class, write("rejected"));
        writes.put(AppendResult.Refused.class, write("refused"));
        writes.put(AppendResult.Unknown.class, write("unknown"));
        entries = counter("seqway.entries.appended", "Entries that were made known, whoever wrote them");
        trimmed = counter("seqway.entries.trimmed", "Entries that retention has removed");
        fences = counter("seqway.fences", "Writes that met an entry of another owner");
        acquired = counter("seqway.partitions.acquired", "Partitions that became this node's");
        lost = counter("seqway.partitions.lost", "Partitions that went from this node to another one");
        pauses = counter("seqway.lease.pauses", "Times that the lease of this node had run out and came back");
        redactions = counter("seqway.redactions", "Deletions whose message was taken out of the log");
        cursors = counter("seqway.cursors.written", "Cursors that were written to MongoDB");
        cursorsWritten = cursorWrite("stored");
        cursorsFailed = cursorWrite("failed");
        gauge("seqway.partitions.owned", "Partitions that are this node's, of 64", owned);
        gauge("seqway.store.rooms", "Rooms that this node has in memory as their owner", rooms);
        gauge("seqway.store.waiting.bytes", "Bytes of messages that wait to be written", waiting);
    }

    /** Counts nothing. */
    public static StoreMetrics none() {
        return new StoreMetrics(new CompositeMeterRegistry());
    }

    /** A message is stored that came in at this time ({@link System#nanoTime()}). */
    void stored(long receivedNanos) {
        stored.record(System.nanoTime() - receivedNanos, TimeUnit.NANOSECONDS);
    }

    /**
     * A write, which is counted when it is known what came of it.
     *
     * @param count how many entries it has
     */
    public Future<AppendResult> timed(int count, Supplier<Future<AppendResult>> write) {
        long began = System.nanoTime();
        return write.get().onSuccess(result -> {
            bulk.record(count);
            writes.get(result.getClass()).record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        });
    }

    /** What was deleted is out of the log. */
    public void redacted() {
        redactions.increment();
    }

    /** @param count how many cursors were to be written, in one write */
    void raised(int count, long nanos, boolean written) {
        (written ? cursorsWritten : cursorsFailed).record(nanos, TimeUnit.NANOSECONDS);
        if (written) {
            cursors.increment(count);
        }
    }

    void appended(int count) {
        entries.increment(count);
    }

    /** So many entries are removed by retention. */
    public void trimmed(long count) {
        trimmed.increment(count);
    }

    void fenced() {
        fences.increment();
    }

    /** @param all how many this node has now */
    public void acquired(int count, int all) {
        acquired.increment(count);
        owned.set(all);
    }

    /** @param all how many this node has now */
    public void lost(int count, int all) {
        lost.increment(count);
        owned.set(all);
    }

    /** The lease lasts again. */
    public void resumed() {
        pauses.increment();
    }

    /**
     * What is in memory, as of now.
     *
     * @param bytes of messages that wait
     */
    public void holds(long roomsInMemory, long bytes) {
        rooms.set(roomsInMemory);
        waiting.set(bytes);
    }

    /** Whether something is as it should be: 1 or 0, whenever it is asked for, on any thread. */
    public void state(String name, String description, BooleanSupplier good) {
        Gauge.builder(name, good, is -> is.getAsBoolean() ? 1 : 0)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private Timer write(String result) {
        return Timer.builder("seqway.write")
                .description("Writes to MongoDB, by what came back")
                .tag("result", result)
                .serviceLevelObjectives(LATENCY)
                .register(registry);
    }

    private Timer cursorWrite(String result) {
        return Timer.builder("seqway.cursor.write")
                .description("Writes of cursors to MongoDB, many cursors in each")
                .tag("result", result)
                .serviceLevelObjectives(LATENCY)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private void gauge(String name, String description, AtomicLong value) {
        Gauge.builder(name, value, AtomicLong::doubleValue)
                .description(description)
                .register(registry);
    }
}
