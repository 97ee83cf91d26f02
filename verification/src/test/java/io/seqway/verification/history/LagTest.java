package io.seqway.verification.history;

import static io.seqway.verification.history.Story.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client is behind from when anybody knows of an entry to when it sees it, while it wants to be there. */
class LagTest {
    private static final Message A1 = message("alice", "a1");

    /** Acked at 4 ms of the story, and seen by Alice 1 ms later. */
    private static Story acked() {
        return new Story()
                .comes("alice", 0)
                .comes("bob", 0)
                .sends("alice", "a1")
                .acked("alice", "a1", 1)
                .saw("alice", 1, A1);
    }

    private static Duration worst(Verdict verdict) {
        return Duration.ofNanos(verdict.lag().worstNanos());
    }

    @Test
    void countsFromTheFirstAckToTheSight() {
        Verdict verdict = acked().after(2500).saw("bob", 1, A1).log(A1).check();
        assertThat(worst(verdict)).isEqualTo(Duration.ofMillis(2502));
        assertThat(verdict.lag().worst().get(0).client()).isEqualTo("bob");
        assertThat(verdict.lag().sights()).isEqualTo(2);
        assertThat(verdict.lag().p50Nanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(verdict.lag().worstMillisPerSecond()).containsExactly(993L, 1993L, 2502L);
    }

    @Test
    void countsFromTheFirstSightWhereNothingWasAcked() {
        Story story = new Story()
                .comes("alice", 0)
                .comes("bob", 0)
                .sends("alice", "a1")
                .saw("alice", 1, A1);
        assertThat(worst(story.after(100).saw("bob", 1, A1).log(A1).check())).isEqualTo(Duration.ofMillis(101));
    }

    @Test
    void countsALostConnection() {
        Verdict verdict = acked().breaks("bob")
                .after(700)
                .comes("bob", 0)
                .sawMissed("bob", 1, A1)
                .log(A1)
                .check();
        assertThat(worst(verdict)).isEqualTo(Duration.ofMillis(706));
    }

    @Test
    void doesNotCountWhileTheClientIsAwayOfItsOwnAccord() {
        Verdict verdict = acked().goes("bob")
                .after(700)
                .comes("bob", 0)
                .sawMissed("bob", 1, A1)
                .log(A1)
                .check();
        assertThat(worst(verdict)).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void whatIsNeverSeenIsBehindToTheEnd() {
        assertThat(worst(acked().after(3000).log(A1).check())).isEqualTo(Duration.ofMillis(3002));
    }
}
