package io.seqway.verification.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A lost connection lasts until the client has the outcome of each of its rooms again. */
class OutageTest {
    private static final long MILLI = 1_000_000;

    @Test
    void lastsOverFailedAttemptsUntilTheRoomIsResumed() {
        Verdict verdict = new Story()
                .comes("bob", 0)
                .resumed("bob", "recovered", 0)
                .breaks("bob")
                .after(10)
                .tries("bob")
                .breaks("bob")
                .comes("bob", 0)
                .resumed("bob", "error", 0)
                .resumes("bob", 0, Story.EPOCH)
                .resumed("bob", "recovered", 0)
                .check();
        assertThat(verdict.outages())
                .containsExactly(new Verdict.Outage("bob", "node-1", "cut", 4 * MILLI, 22 * MILLI));
    }

    @Test
    void mayNeverEnd() {
        Verdict verdict = new Story()
                .comes("bob", 0)
                .resumed("bob", "live", 0)
                .breaks("bob")
                .check();
        assertThat(verdict.outages()).extracting(Verdict.Outage::liveNanos).containsExactly(Verdict.Outage.NEVER);
    }

    @Test
    void isNoneWhereTheClientWentOfItsOwnAccord() {
        Verdict verdict = new Story()
                .comes("bob", 0)
                .resumed("bob", "live", 0)
                .goes("bob")
                .comes("bob", 0)
                .resumed("bob", "recovered", 0)
                .check();
        assertThat(verdict.outages()).isEmpty();
        assertThat(verdict.counts().leaves()).isEqualTo(1);
    }
}
