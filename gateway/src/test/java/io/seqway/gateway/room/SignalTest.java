package io.seqway.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Signal;
import io.seqway.protocol.bus.ToStore.Emit;
import io.seqway.protocol.frame.ServerFrames;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A signal goes to the others in the room, at once and once. */
class SignalTest {
    private static final String ROOM = "a";

    private final FeedFixture node = new FeedFixture();
    private final Reader ann = node.join(ROOM, "ann");
    private final Reader ben = node.join(ROOM, "ben");
    private final Reader annElsewhere = node.join(ROOM, "ann");

    @Test
    void theOthersHereHearItAtOnceAndTheOwnerPassesItOn() {
        node.signal(ROOM, ann, null);
        assertThat(ben.heard()).containsExactly("signal wave");
        assertThat(annElsewhere.heard()).containsExactly("signal wave");
        assertThat(ann.heard()).isEmpty();
        Signal passedOn = node.sent(Emit.class).get(0).signal();
        node.hear(List.of(), List.of(), List.of(passedOn));
        assertThat(ben.heard()).as("it comes back from the owner").hasSize(1);
    }

    @Test
    void oneFromElsewhereIsHeardByAll() {
        node.hear(List.of(), List.of(), List.of(fromElsewhere(null)));
        assertThat(ann.heard()).containsExactly("signal wave");
        assertThat(ben.heard()).containsExactly("signal wave");
    }

    @Test
    void oneToAUserIsHeardByTheConnectionsOfThatUser() {
        node.signal(ROOM, ben, "ann");
        node.hear(List.of(), List.of(), List.of(fromElsewhere("ann")));
        assertThat(ann.heard()).hasSize(2);
        assertThat(annElsewhere.heard()).hasSize(2);
        assertThat(ben.heard()).isEmpty();
    }

    @Test
    void whoDoesNotReadMissesIt() {
        ben.stopReading();
        node.signal(ROOM, ann, null);
        ben.readAgain();
        assertThat(ben.heard()).isEmpty();
    }

    private static Signal fromElsewhere(String to) {
        return new Signal("other", 0, ROOM, to, ServerFrames.signal(ROOM, "cid", "wave", "1"));
    }
}
