package io.seqway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SweepTest {
    private static final long SETTLE_MS = 10_000;

    private final AtomicLong clock = new AtomicLong(-5_000);
    private final Sweep sweep = new Sweep(SETTLE_MS, 3, clock::get);

    @Test
    void findsNobodyAbsentBeforeGatewaysHadTimeToRepeatWhatTheyHave() {
        assertThat(ticksUntilSettled()).isEqualTo(10);
    }

    @Test
    void beginsAnewWhenTheStoreWasAway() {
        ticksUntilSettled();

        sweep.restart();

        assertThat(sweep.tick()).isFalse();
        assertThat(ticksUntilSettled()).isEqualTo(10);
    }

    @Test
    void beginsAnewWhenTheProcessStoodStill() {
        ticksUntilSettled();

        clock.addAndGet(Sweep.STALL_MS + 1);

        assertThat(sweep.tick()).isFalse();
        assertThat(ticksUntilSettled()).isEqualTo(10);
    }

    @Test
    void hearsOldWordsForAWhileAfterTheProcessStoodStill() {
        ticksUntilSettled();
        assertThat(sweep.hearsOldWords()).isFalse();

        clock.addAndGet(Sweep.STALL_MS + 1);
        assertThat(sweep.hearsOldWords()).as("before any tick").isTrue();
        sweep.restart();
        sweep.tick();
        assertThat(sweep.hearsOldWords()).as("after it").isTrue();

        clock.addAndGet(Sweep.STALE_MS);
        assertThat(sweep.hearsOldWords()).isFalse();
    }

    @Test
    void givesRoomsInTheOrderInWhichTheyAreDue() {
        sweep.schedule("late", 300);
        sweep.schedule("soon", 100);
        sweep.schedule("later", 301);
        assertThat(sweep.poll()).isNull();

        clock.addAndGet(300);

        assertThat(sweep.poll()).isEqualTo("soon");
        assertThat(sweep.poll()).isEqualTo("late");
        assertThat(sweep.poll()).isNull();
        assertThat(sweep.knows("soon")).isFalse();
        assertThat(sweep.knows("later")).isTrue();
    }

    @Test
    void theLatestTimeOfARoomCounts() {
        sweep.schedule("moved", 100);
        sweep.schedule("moved", 200);
        sweep.schedule("empty", 100);
        sweep.schedule("empty", -1);

        clock.addAndGet(100);
        assertThat(sweep.poll()).isNull();

        clock.addAndGet(100);
        assertThat(sweep.poll()).isEqualTo("moved");
        assertThat(sweep.poll()).isNull();
    }

    @Test
    void holdsNoMoreRoomsThanItMay() {
        sweep.schedule("a", 1);
        sweep.schedule("b", 2);
        sweep.schedule("c", 4);

        sweep.schedule("d", 3);

        assertThat(sweep.knows("c")).isFalse();
        assertThat(sweep.knows("a")).isTrue();
        assertThat(sweep.knows("b")).isTrue();
        assertThat(sweep.knows("d")).isTrue();
    }

    private int ticksUntilSettled() {
        int ticks = 0;
        while (!sweep.tick()) {
            clock.addAndGet(1_000);
            ticks++;
        }
        return ticks;
    }
}
