package io.seqway.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.frame.ServerFrames.Joined;
import org.junit.jupiter.api.Test;

/** Whoever is in a room whose log is lost and made anew is told to forget what it has. */
class LogMadeAnewTest {
    private static final String ROOM = "a";

    private final FeedFixture node = new FeedFixture();

    @Test
    void whoIsStillReadingWhatItMissedIsReset() {
        node.join(ROOM, "ben");
        Reader ann = new Reader("ann");
        ann.stopReading();
        Subscription resumed = node.resume(ROOM, ann, 0);

        node.makeAnew(ROOM, "e.2");
        ann.readAgain();

        assertThat(ann.heard()).containsExactly("missed null");
        assertThat(resumed.joined().result()).isEqualTo(new Joined("reset", 0, "e.2", 0, 1, null));
    }

    @Test
    void whoHasReadItIsNotAnsweredTwice() {
        node.join(ROOM, "ben");
        Reader ann = new Reader("ann");
        Subscription resumed = node.resume(ROOM, ann, 0);

        node.makeAnew(ROOM, "e.2");

        assertThat(ann.heard()).containsExactly("missed null");
        assertThat(resumed.joined().result()).isEqualTo(new Joined("recovered", 0, FeedFixture.EPOCH, 0, 0, null));
    }
}
