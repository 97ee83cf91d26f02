package io.seqway.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HearingTest {
    private final Hearing hearing = new Hearing(1_000);

    @Test
    void whoWasSilentIsSoAlsoWhileTheLoopIsBusy() {
        hearing.look(1_500);
        hearing.look(1_500 + Hearing.BREAK_MS);
        assertThat(hearing.since(1_200)).isEqualTo(300 + Hearing.BREAK_MS);
    }

    @Test
    void aStandstillCountsForNobody() {
        long behind = 1_001 + Hearing.BREAK_MS;
        hearing.look(behind);
        assertThat(hearing.since(1_000)).isZero();
        hearing.look(behind + 500);
        assertThat(hearing.since(1_000)).isEqualTo(500);
        assertThat(hearing.since(behind + 100)).isEqualTo(400);
    }
}
