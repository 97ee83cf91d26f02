package io.seqway.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.PresenceMessage.Present;
import io.seqway.protocol.bus.PresenceMessage.PresentUser;
import io.seqway.testing.FrameContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The frames of presence are those of the published schemas. */
class PresenceFramesTest {
    private static final PresentUser ALICE = new PresentUser("alice", "Alice", 2, 0, "busy", "in a call");
    private static final PresentUser NAMELESS = new PresentUser("bob", null, 0, 0);
    private static final PresentUser GONE = new PresentUser("carol", "Carol", 0, 1_767_225_600_000L);
    private static final PresentUser ABSENT = new PresentUser("dan", null, 0, 1_767_225_600_000L, "offline", null);

    @Test
    void thePictureKeepsTheContract() {
        assertKeepsTheContract(PresenceFrames.presence(null, "team.office", picture(List.of(), 0, false, null)));
        assertKeepsTheContract(PresenceFrames.presence(
                "\"who\"", "team.office", picture(List.of(ALICE, NAMELESS, ABSENT), 2, false, null)));
        assertKeepsTheContract(PresenceFrames.presence(null, "team.office", picture(List.of(), 2_000, true, null)));
        assertKeepsTheContract(
                PresenceFrames.presence("7", "team.office", picture(List.of(ALICE), 2_000, true, "alice")));
    }

    @Test
    void theChangesKeepTheContract() {
        assertKeepsTheContract(PresenceFrames.diff("team.office", List.of(), List.of(), 0, false));
        assertKeepsTheContract(PresenceFrames.diff("team.office", List.of(ALICE, NAMELESS), List.of(GONE), 2, false));
        assertKeepsTheContract(PresenceFrames.diff("team.office", List.of(), List.of(), 2_000, true));
        assertKeepsTheContract(PresenceFrames.diff("team.office", List.of(NAMELESS), List.of(), -1, false));
    }

    private static Present picture(List<PresentUser> users, int total, boolean partial, String cursor) {
        return new Present("team.office", users, total, partial, cursor, 1);
    }

    private static void assertKeepsTheContract(byte[] frame) {
        assertThat(FrameContract.SERVER.violation(frame)).isEmpty();
    }
}
