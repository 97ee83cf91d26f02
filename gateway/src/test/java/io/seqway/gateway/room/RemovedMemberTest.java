package io.seqway.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.FromStore.Run;
import io.seqway.protocol.frame.Membership;
import io.seqway.protocol.frame.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose user is removed from a room is given all up to the entry that says so, and nothing behind it. */
class RemovedMemberTest {
    private static final String ROOM = "a";

    private final FeedFixture node = new FeedFixture();

    @Test
    void whoReadsGetsAllUpToIt() {
        Reader ann = node.join(ROOM, "ann");
        Reader bob = node.join(ROOM, "bob");
        append(1, message(1), removed(2, "bob"), message(3));
        append(4, message(4));
        assertThat(bob.heard()).containsExactly("message m1", "removed a");
        assertThat(ann.heard()).containsExactly("message m1", "message m2", "message m3", "message m4");
    }

    @Test
    void whoIsBehindGetsAllUpToItToo() {
        node.join(ROOM, "ann");
        Reader bob = node.join(ROOM, "bob");
        bob.stopReading();
        append(1, message(1));
        append(2, message(2), removed(3, "bob"));
        append(4, message(4));
        bob.readAgain();
        assertThat(bob.heard()).endsWith("missed null", "removed a").doesNotContain("message m4");
    }

    @Test
    void whoComesBackBehindItIsGivenAll() {
        node.join(ROOM, "ann");
        append(1, message(1), removed(2, "bob"), message(3));
        Reader bob = new Reader("bob");
        Subscription resumed = node.resume(ROOM, bob, 3);
        append(4, message(4));
        assertThat(resumed.joined().result().status()).isEqualTo("recovered");
        assertThat(bob.heard()).containsExactly("message m4");
    }

    @Test
    void whoIsAddedAgainInFrontOfItMissesNothing() {
        Reader ann = new Reader("ann");
        node.join(ROOM, "x");
        Subscription joined = node.resume(ROOM, ann, 0);
        joined.memberSince(3);
        append(1, message(1), removed(2, "ann"), message(3));
        assertThat(ann.heard()).containsExactly("message m1", "message m2", "message m3");
    }

    @Test
    void whoMayNotBeInTheRoomThatWasMadeAnewIsToldNothingOfIt() {
        Reader ann = node.join(ROOM, "ann");
        ann.refuse(new Refusal(ErrorCode.NOT_A_MEMBER, "no"));
        node.makeAnew(ROOM, "e.2");
        node.hear(List.of(), List.of(new Run(ROOM, "e.2", 1, List.of(message(1)))), List.of());
        assertThat(ann.heard()).containsExactly("removed a");
    }

    @Test
    void whoMayNotBeInARoomThatWasMadeDoesNotJoinIt() {
        Reader ben = node.join(ROOM, "ben");
        node.makeAnew(ROOM, "e.2");
        Reader ann = new Reader("ann");
        ann.refuse(new Refusal(ErrorCode.NOT_A_MEMBER, "no"));
        Subscription joined = node.resume(ROOM, ann, 0);
        assertThat(joined.joined().failed()).isTrue();
        assertThat(joined.admitted().failed()).isTrue();
        assertThat(ann.heard()).isEmpty();
        assertThat(ben.heard()).containsExactly("missed null");
    }

    private void append(long first, byte[]... frames) {
        node.hear(List.of(), List.of(new Run(ROOM, FeedFixture.EPOCH, first, List.of(frames))), List.of());
    }

    private static byte[] message(long seq) {
        return frame(seq, Message.KIND_MESSAGE, "\"\\\"kind\\\":\\\"member\\\"\"");
    }

    private static byte[] removed(long seq, String user) {
        return frame(seq, Message.KIND_MEMBER, new Membership(Membership.REMOVED, user, "member").toBody());
    }

    private static byte[] frame(long seq, String kind, String body) {
        return new Message(ROOM, FeedFixture.EPOCH, seq, "ann", null, null, "m" + seq, 1, kind, body, 0).toFrame();
    }
}
