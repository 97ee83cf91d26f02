package io.seqway.store.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.Pending;
import io.seqway.protocol.frame.Cursor;
import io.seqway.store.cursor.CursorStore;
import io.seqway.store.cursor.InMemoryCursorStore;
import io.seqway.store.cursor.StoredCursor;
import io.seqway.store.log.AppendResult;
import io.seqway.store.log.LogId;
import io.seqway.store.sequence.Outlet;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What goes by is counted, each by its own name, and goes on. */
class StoreMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final StoreMetrics metrics = new StoreMetrics(registry);

    @Test
    void writesAreCountedByWhatCameBack() {
        for (AppendResult result : List.of(
                new AppendResult.Stored(),
                new AppendResult.Collided(0),
                new AppendResult.Rejected(0, "bad"),
                new AppendResult.Refused("no index"),
                new AppendResult.Unknown(new IllegalStateException("gone")))) {
            assertThat(metrics.timed(2, () -> Future.succeededFuture(result)).result())
                    .isSameAs(result);
        }
        for (String result : List.of("stored", "collided", "rejected", "refused", "unknown")) {
            assertThat(registry.get("seqway.write")
                            .tag("result", result)
                            .timer()
                            .count())
                    .as(result)
                    .isEqualTo(1);
        }
        assertThat(registry.get("seqway.bulk.entries").summary().totalAmount()).isEqualTo(10);
    }

    @Test
    void whatTheSequencerSaysIsCountedAndPassedOn() {
        int[] passed = {0};
        MeasuredOutlet outlet = new MeasuredOutlet(counting(passed), metrics);
        outlet.appended("a", "e.1", 1, List.of(new byte[1], new byte[1]), 0);
        outlet.answer(null);
        outlet.pending(null);
        outlet.stored(System.nanoTime() - 3_000_000);
        outlet.fenced();

        assertThat(passed[0]).isEqualTo(3);
        assertThat(count("seqway.entries.appended")).isEqualTo(2);
        assertThat(count("seqway.fences")).isEqualTo(1);
        assertThat(registry.get("seqway.store").timer().mean(TimeUnit.MILLISECONDS))
                .isGreaterThanOrEqualTo(3);
    }

    @Test
    void cursorsAreCountedOnceTheyAreWritten() {
        CursorStore failing = new InMemoryCursorStore() {
            @Override
            public Future<Void> raise(List<StoredCursor> cursors) {
                return Future.failedFuture("MongoDB is away");
            }
        };
        List<StoredCursor> cursors = List.of(
                new StoredCursor(new LogId("a", 1), new Cursor("ann", 2, 1)),
                new StoredCursor(new LogId("b", 1), new Cursor("bob", 2, 1)));

        assertThat(new MeasuredCursorStore(failing, metrics).raise(cursors).failed())
                .isTrue();
        assertThat(count("seqway.cursors.written")).isZero();
        assertThat(cursorWrites("failed")).isEqualTo(1);

        CursorStore working = new MeasuredCursorStore(new InMemoryCursorStore(), metrics);
        assertThat(working.raise(cursors).succeeded()).isTrue();
        assertThat(count("seqway.cursors.written")).isEqualTo(2);
        assertThat(cursorWrites("stored")).isEqualTo(1);
        assertThat(working.roomsOf("ann", null, 9).result()).containsExactly("a");
    }

    @Test
    void partitionsComeAndGo() {
        metrics.acquired(64, 64);
        metrics.lost(20, 44);
        metrics.resumed();
        metrics.holds(7, 1_000);

        assertThat(count("seqway.partitions.acquired")).isEqualTo(64);
        assertThat(count("seqway.partitions.lost")).isEqualTo(20);
        assertThat(count("seqway.lease.pauses")).isEqualTo(1);
        assertThat(gauge("seqway.partitions.owned")).isEqualTo(44);
        assertThat(gauge("seqway.store.rooms")).isEqualTo(7);
        assertThat(gauge("seqway.store.waiting.bytes")).isEqualTo(1_000);
    }

    private double cursorWrites(String result) {
        return registry.get("seqway.cursor.write").tag("result", result).timer().count();
    }

    private double count(String name) {
        return registry.get(name).counter().count();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private static Outlet counting(int[] passed) {
        return new Outlet() {
            @Override
            public void answer(Outcome outcome) {
                passed[0]++;
            }

            @Override
            public void appended(String room, String epoch, long first, List<byte[]> frames, long stale) {
                passed[0]++;
            }

            @Override
            public void pending(Pending pending) {
                passed[0]++;
            }
        };
    }
}
