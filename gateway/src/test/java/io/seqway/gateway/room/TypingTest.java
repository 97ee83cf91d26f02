package io.seqway.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Signal;
import io.seqway.protocol.bus.ToStore.Emit;
import io.seqway.protocol.frame.ServerFrames;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That somebody types is told to the others in the room, and ends by itself. */
class TypingTest {
    private static final String ROOM = "a";

    private final FeedFixture node = new FeedFixture();
    private final Reader ann = node.join(ROOM, "ann");
    private final Reader ben = node.join(ROOM, "ben");

    @Test
    void theOthersHereHearItAtOnceAndTheOwnerPassesItOn() {
        node.typing(ROOM, ann, true);

        assertThat(ben.heard()).containsExactly("typing true");
        assertThat(ann.heard()).isEmpty();
        assertThat(node.sent(Emit.class))
                .extracting(emit -> emit.signal().typing())
                .containsExactly(new Signal.Typing("ann", true));
    }

    @Test
    void itEndsByItselfAfterSixSeconds() {
        node.typing(ROOM, ann, true);
        node.pass(Typings.LIFE_MS - Hub.SWEEP_MS);
        assertThat(ben.heard()).containsExactly("typing true");

        node.pass(2 * Hub.SWEEP_MS);

        assertThat(ben.heard()).containsExactly("typing true", "typing false");
        assertThat(ann.heard()).as("who types knows").isEmpty();
    }

    @Test
    void whoGoesOnTypingIsShownForLonger() {
        node.typing(ROOM, ann, true);
        node.pass(Typings.LIFE_MS - Hub.SWEEP_MS);
        node.typing(ROOM, ann, true);
        node.pass(Typings.LIFE_MS - Hub.SWEEP_MS);

        assertThat(ben.heard()).doesNotContain("typing false");
    }

    @Test
    void theEndIsSaidOnce() {
        node.typing(ROOM, ann, true);
        node.typing(ROOM, ann, false);
        node.typing(ROOM, ann, false);
        node.pass(2 * Typings.LIFE_MS);

        assertThat(ben.heard()).containsExactly("typing true", "typing false");
    }

    @Test
    void oneFromANodeThatDiedEndsHereToo() {
        node.hear(List.of(), List.of(), List.of(fromElsewhere()));
        assertThat(ben.heard()).containsExactly("typing true");

        node.pass(Typings.LIFE_MS + Hub.SWEEP_MS);

        assertThat(ben.heard()).containsExactly("typing true", "typing false");
        assertThat(ann.heard()).containsExactly("typing true", "typing false");
    }

    @Test
    void whoDoesNotReadMissesIt() {
        ben.stopReading();
        node.typing(ROOM, ann, true);
        ben.readAgain();

        assertThat(ben.heard()).isEmpty();
    }

    private static Signal fromElsewhere() {
        byte[] frame = ServerFrames.typing(ROOM, "cid", true);
        return new Signal("other", 0, ROOM, null, frame, new Signal.Typing("cid", true));
    }
}
