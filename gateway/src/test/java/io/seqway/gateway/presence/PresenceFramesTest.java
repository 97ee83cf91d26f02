package io.seqway.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.BusMessage.PresentUser;
import io.seqway.testing.FrameContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The frames of presence are those of the published schemas. */
class PresenceFramesTest {
    private static final PresentUser ALICE = new PresentUser("alice", "Alice", 2, 0);
    private static final PresentUser NAMELESS = new PresentUser("bob", null, 0, 0);
    private static final PresentUser GONE = new PresentUser("carol", "Carol", 0, 1_767_225_600_000L);

    @Test
    void thePictureKeepsTheContract() {
        assertKeepsTheContract(PresenceFrames.presence(null, "team.office", List.of()));
        assertKeepsTheContract(PresenceFrames.presence("\"who\"", "team.office", List.of(ALICE, NAMELESS)));
    }

    @Test
    void theChangesKeepTheContract() {
        assertKeepsTheContract(PresenceFrames.diff("team.office", List.of(), List.of()));
        assertKeepsTheContract(PresenceFrames.diff("team.office", List.of(ALICE, NAMELESS), List.of(GONE)));
    }

    private static void assertKeepsTheContract(byte[] frame) {
        assertThat(FrameContract.SERVER.violation(frame)).isEmpty();
    }
}
