package io.seqway.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackoffTest {
    private final VirtualClock clock = new VirtualClock();
    private final Backoff backoff = new Backoff(500, 20_000, clock);

    @Test
    void theRangeDoublesWithEachTry() {
        clock.draws(1);
        assertThat(backoff.drawn(0)).isEqualTo(500);
        assertThat(backoff.drawn(1)).isEqualTo(1_000);
        assertThat(backoff.drawn(4)).isEqualTo(8_000);
    }

    @Test
    void theRangeEndsAtTheCapHoweverOftenItWasInVain() {
        clock.draws(1);
        assertThat(backoff.drawn(6)).isEqualTo(20_000);
        assertThat(backoff.drawn(10_000)).isEqualTo(20_000);
    }

    @Test
    void theWholeRangeIsDrawnFrom() {
        clock.draws(0);
        assertThat(backoff.drawn(6)).isZero();
        clock.draws(0.25);
        assertThat(backoff.drawn(6)).isEqualTo(5_000);
    }
}
