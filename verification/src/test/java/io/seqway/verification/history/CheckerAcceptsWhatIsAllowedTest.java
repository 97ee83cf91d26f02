package io.seqway.verification.history;

import static io.seqway.verification.history.Story.EPOCH;
import static io.seqway.verification.history.Story.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Histories in which nothing is wrong, though not everything goes well. */
class CheckerAcceptsWhatIsAllowedTest {
    private static final Message A1 = message("alice", "a1");
    private static final Message A2 = message("alice", "a2");
    private static final Message B1 = message("bob", "b1");

    private static Verdict green(Story story) {
        Verdict verdict = story.check();
        assertThat(verdict.examples()).isEmpty();
        assertThat(verdict.isGreen()).isTrue();
        return verdict;
    }

    private static Story together() {
        return new Story()
                .comes("alice", 0)
                .comes("bob", 0)
                .resumed("alice", "recovered", 0)
                .resumed("bob", "recovered", 0);
    }

    @Test
    void everybodySeesEverythingOnceInOrder() {
        Verdict verdict = green(together()
                .sends("alice", "a1")
                .saw("bob", 1, A1)
                .acked("alice", "a1", 1)
                .saw("alice", 1, A1)
                .sends("bob", "b1")
                .acked("bob", "b1", 2)
                .saw("bob", 2, B1)
                .saw("alice", 2, B1)
                .log(A1, B1)
                .log("resume", A1, B1));
        assertThat(verdict.sent()).isEqualTo(new Verdict.Sent(2, 2, 2, 2, 0, 0, 0));
        assertThat(verdict.sent().firstTryShare()).isEqualTo(1.0);
        assertThat(verdict.counts().sawLive()).isEqualTo(4);
    }

    @Test
    void sentAgainOverAnotherConnection() {
        Verdict verdict = green(together()
                .sends("alice", "a1")
                .breaks("alice")
                .saw("bob", 1, A1)
                .comes("alice", 0)
                .sends("alice", "a1")
                .inRoom("alice", Event.Kind.ACKED, 1, A1, "duplicate")
                .sawMissed("alice", 1, A1)
                .resumed("alice", "recovered", 1)
                .log(A1));
        assertThat(verdict.sent()).isEqualTo(new Verdict.Sent(1, 2, 1, 0, 0, 0, 0));
        assertThat(verdict.counts().reconnects()).isEqualTo(1);
    }

    @Test
    void anUnknownOutcomeIsNeitherStoredNorLost() {
        Verdict verdict = green(together()
                .sends("alice", "a1")
                .sends("alice", "a2")
                .sends("bob", "b1")
                .acked("bob", "b1", 2)
                .refused("alice", "a1", "timeout")
                .saw("alice", 1, A1)
                .saw("alice", 2, B1)
                .saw("bob", 1, A1)
                .saw("bob", 2, B1)
                .log(A1, B1));
        assertThat(verdict.sent().unknownStored()).isEqualTo(1);
        assertThat(verdict.sent().unknownAbsent()).isEqualTo(1);
    }

    @Test
    void refusedAndNotStored() {
        Verdict verdict = green(together()
                .sends("alice", "a1")
                .refused("alice", "a1", "unavailable")
                .sends("bob", "b1")
                .acked("bob", "b1", 1)
                .saw("alice", 1, B1)
                .saw("bob", 1, B1)
                .log(B1));
        assertThat(verdict.sent().refused()).isEqualTo(1);
        assertThat(verdict.counts().refusals()).isEqualTo(Map.of("unavailable", 1L));
    }

    @Test
    void whatWasRefusedFirstMayStandBehind() {
        green(together()
                .sends("alice", "a1")
                .sends("alice", "a2")
                .refused("alice", "a1", "unavailable")
                .acked("alice", "a2", 1)
                .sends("alice", "a1")
                .acked("alice", "a1", 2)
                .saw("alice", 1, A2)
                .saw("alice", 2, A1)
                .saw("bob", 1, A2)
                .saw("bob", 2, A1)
                .log(A2, A1));
    }

    @Test
    void whoBeginsLaterNeedNotSeeWhatWasBefore() {
        green(together()
                .sends("alice", "a1")
                .acked("alice", "a1", 1)
                .saw("alice", 1, A1)
                .saw("bob", 1, A1)
                .comes("carol", 1)
                .sends("bob", "b1")
                .acked("bob", "b1", 2)
                .saw("alice", 2, B1)
                .saw("bob", 2, B1)
                .saw("carol", 2, B1)
                .log(A1, B1));
    }

    @Test
    void whatWasSeenMayComeAgainToWhoHasNotApplied() {
        green(together()
                .sends("alice", "a1")
                .acked("alice", "a1", 1)
                .saw("alice", 1, A1)
                .sawMissed("bob", 1, A1)
                .resumed("bob", "error", 0)
                .breaks("bob")
                .comes("bob", 1)
                .resumed("bob", "recovered", 1)
                .log(A1));
    }

    @Test
    void resetFromAnEpochThatIsNoMore() {
        green(new Story()
                .comes("alice", 0)
                .sends("alice", "a1")
                .acked("alice", "a1", 1)
                .saw("alice", 1, A1)
                .event("bob", Event.Kind.CONNECTING, 0, null, "")
                .event("bob", Event.Kind.CONNECTED, 0, null, "node-1")
                .resumes("bob", 7, "e.0")
                .inRoom("bob", Event.Kind.RESET, 0, null, EPOCH)
                .sawMissed("bob", 1, A1)
                .resumed("bob", "reset", 1)
                .log(A1));
    }
}
