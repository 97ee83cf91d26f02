package io.seqway.store.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A machine that was suspended for long does not write before its lease is a new one. */
class StandstillTest {
    private static final long HOUR = 3_600_000;

    private long monotonic = 77;
    private long wall = 1_000_000_000_000L;
    private final Standstill standstill = new Standstill(() -> monotonic, () -> wall);

    private void pass(long ms) {
        monotonic += ms;
        wall += ms;
    }

    @Test
    void timeThatPassesIsNoStandstill() {
        pass(5 * HOUR);
        assertThat(standstill.isDoubtful()).isFalse();
    }

    @Test
    void afterAStandstillItTakesALease() {
        wall += HOUR;
        assertThat(standstill.isDoubtful()).isTrue();
        pass(Ownership.LEASE_MS - 1);
        assertThat(standstill.isDoubtful()).isTrue();
        pass(1);
        assertThat(standstill.isDoubtful()).isFalse();
    }

    @Test
    void aClockThatIsSetBackOrALittleForwardIsNone() {
        wall -= 3 * HOUR;
        assertThat(standstill.isDoubtful()).isFalse();
        for (int i = 0; i < 100; i++) {
            wall += 60_000;
            assertThat(standstill.isDoubtful()).isFalse();
        }
    }
}
