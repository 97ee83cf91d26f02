package io.seqway.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a node learns the time of presence: from answers, of which the quickest one is the most exact. */
class PresenceClockTest {
    private static final long REDIS = 1_795_000_000_000_000L;
    private static final long MINUTE = TimeUnit.MINUTES.toMicros(1);

    private final PresenceClock clock = new PresenceClock();

    @Test
    void nothingIsKnownBeforeTheFirstAnswer() {
        assertThat(clock.at(5_000)).isZero();
    }

    @Test
    void itIsTakenToHaveBeenSaidHalfWay() {
        clock.heard(REDIS, 1_000, 3_000);

        assertThat(clock.at(2_000)).isEqualTo(REDIS);
        assertThat(clock.at(1_500)).isEqualTo(REDIS - 500);
        assertThat(clock.at(9_000)).isEqualTo(REDIS + 7_000);
    }

    @Test
    void theQuickestAnswerOfTheLastMinuteCounts() {
        clock.heard(REDIS + 400, 0, 1_000);
        clock.heard(REDIS + 60_000, 10_000, 100_000);
        assertThat(clock.at(500)).isEqualTo(REDIS + 400);

        clock.heard(REDIS + 200_100, 200_000, 200_200);
        assertThat(clock.at(200_100)).isEqualTo(REDIS + 200_100);

        clock.heard(REDIS + 2 * MINUTE + 500, 2 * MINUTE, 2 * MINUTE + 2_000);
        assertThat(clock.at(2 * MINUTE + 5_000)).isEqualTo(REDIS + 2 * MINUTE + 4_500);
    }

    @Test
    void whoComesLaterIsNeverOlderThoughABetterAnswerSetsTheClockBack() {
        clock.heard(REDIS + 40_000, 0, 60_000);
        long first = clock.at(100_000);
        clock.heard(REDIS + 100_500, 100_000, 101_000);
        long last = first;
        for (long came = 100_100; came < 130_000; came += 100) {
            assertThat(clock.at(came)).isGreaterThan(last);
            last = clock.at(came);
        }
        assertThat(last).isEqualTo(REDIS + 129_900);
    }

    @Test
    void anotherClockIsBelievedAtOnceHoweverSlowTheAnswer() {
        clock.heard(REDIS, 0, 100);
        long other = REDIS - TimeUnit.SECONDS.toMicros(3);

        clock.heard(other, 1_000_000, 1_050_000);

        assertThat(clock.at(1_025_000)).isEqualTo(other);
    }
}
