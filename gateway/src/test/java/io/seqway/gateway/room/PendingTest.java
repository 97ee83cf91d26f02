package io.seqway.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.FromStore.Run;
import io.seqway.protocol.bus.Pending;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.frame.Message;
import io.seqway.protocol.frame.ServerFrames;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is shown before it is stored is shown to the others, and has an end. */
class PendingTest {
    private static final String ROOM = "a";
    private static final ReplyTo FROM_ELSEWHERE = new ReplyTo("other", 0, 1, 1);

    private final FeedFixture node = new FeedFixture();
    private final Reader ben = node.join(ROOM, "ben");

    @Test
    void theOthersAreShownItAndItsSenderIsNot() {
        Reader ann = node.join(ROOM, "ann");
        Reader annElsewhere = node.join(ROOM, "ann");
        hear(shown(node.send(ROOM, ann, "m1"), "m1"));
        assertThat(ben.heard()).containsExactly("pending m1");
        assertThat(annElsewhere.heard()).containsExactly("pending m1");
        assertThat(ann.heard()).isEmpty();
        hear(ended("m1", "timeout"));
        assertThat(ben.heard()).containsExactly("pending m1", "failed timeout");
        assertThat(annElsewhere.heard()).containsExactly("pending m1", "failed timeout");
        assertThat(ann.heard()).isEmpty();
    }

    @Test
    void itsEntryIsItsEnd() {
        hear(shown(FROM_ELSEWHERE, "m1"));
        stored(1, "m1");
        node.pass(2 * Pendings.LIFE_MS);
        hear(ended("m1", "internal"));
        assertThat(ben.heard()).containsExactly("pending m1", "message m1");
    }

    @Test
    void anotherEntryIsNot() {
        hear(shown(FROM_ELSEWHERE, "m1"));
        stored(1, "m2");
        hear(ended("m1", "internal"));
        assertThat(ben.heard()).containsExactly("pending m1", "message m2", "failed internal");
    }

    @Test
    void afterSomeSecondsWithoutAWordItIsShownNoMore() {
        hear(shown(FROM_ELSEWHERE, "m1"));
        node.pass(Pendings.LIFE_MS - 1);
        assertThat(ben.heard()).containsExactly("pending m1");
        node.pass(Hub.SWEEP_MS + 1);
        assertThat(ben.heard()).containsExactly("pending m1", "failed timeout");
    }

    @Test
    void saidAgainItIsShownOnceAndForLonger() {
        hear(shown(FROM_ELSEWHERE, "m1"));
        hear(shown(FROM_ELSEWHERE, "m2"));
        node.pass(Pendings.LIFE_MS - 1_000);
        hear(shown(FROM_ELSEWHERE, "m1"));
        node.pass(Pendings.LIFE_MS - 1_000);
        assertThat(ben.heard()).containsExactly("pending m1", "pending m2", "failed timeout");
        stored(1, "m1");
        assertThat(ben.heard()).endsWith("message m1");
    }

    @Test
    void whoComesLaterHearsNothingOfIt() {
        hear(shown(FROM_ELSEWHERE, "m1"));
        Reader late = node.join(ROOM, "cid");
        hear(ended("m1", "timeout"));
        assertThat(late.heard()).isEmpty();
        hear(shown(FROM_ELSEWHERE, "m1"));
        assertThat(late.heard()).containsExactly("pending m1");
    }

    @Test
    void whoSendsAgainWhatItWasShownHearsTheEndOfThat() {
        hear(shown(FROM_ELSEWHERE, "m1"));
        Reader ann = node.join(ROOM, "ann");
        hear(shown(node.send(ROOM, ben, "m1"), "m1"));
        hear(ended("m1", "timeout"));
        assertThat(ben.heard()).containsExactly("pending m1", "failed timeout");
        assertThat(ann.heard()).isEmpty();
    }

    @Test
    void ofWhatIsAnsweredAlreadyNobodyIsShownAnything() {
        Reader ann = node.join(ROOM, "ann");
        ReplyTo from = node.send(ROOM, ann, "m1");
        node.pass(2 * Pendings.LIFE_MS); // so its sender has heard that its outcome is not known
        hear(shown(from, "m1"));
        assertThat(ann.heard()).isEmpty();
        assertThat(ben.heard()).isEmpty();
    }

    @Test
    void whoDoesNotReadIsNotShownIt() {
        ben.stopReading();
        hear(shown(FROM_ELSEWHERE, "m1"));
        assertThat(ben.heard()).isEmpty();
        ben.readAgain();
        stored(1, "m1");
        assertThat(ben.heard()).containsExactly("message m1");
    }

    @Test
    void whoDoesNotReadTheEndIsToldToForgetWhatItWasShown() {
        hear(shown(FROM_ELSEWHERE, "m1"), shown(FROM_ELSEWHERE, "m2"));
        ben.stopReading();
        hear(ended("m1", "timeout"));
        hear(ended("m2", "timeout"));
        assertThat(ben.heard()).containsExactly("pending m1", "pending m2", "lagging begin");
        ben.readAgain();
        assertThat(ben.heard()).endsWith("lagging end");
        hear(shown(FROM_ELSEWHERE, "m3"), ended("m3", "internal"));
        assertThat(ben.heard()).endsWith("lagging end", "pending m3", "failed internal");
    }

    @Test
    void moreThanThereIsRoomForAreNotShown() {
        Pending[] many = IntStream.rangeClosed(0, Pendings.MOST)
                .mapToObj(i -> shown(FROM_ELSEWHERE, "m" + i))
                .toArray(Pending[]::new);
        hear(many);
        assertThat(ben.heard()).hasSize(Pendings.MOST);
        node.pass(Pendings.LIFE_MS + Hub.SWEEP_MS);
        assertThat(ben.heard()).hasSize(2 * Pendings.MOST).endsWith("failed timeout");
    }

    private void hear(Pending... pendings) {
        node.hear(List.of(pendings), List.of(), List.of());
    }

    private void stored(long seq, String clientMsgId) {
        Message message = new Message(
                ROOM, FeedFixture.EPOCH, seq, "ann", null, null, clientMsgId, 1, Message.KIND_MESSAGE, "1", 0);
        node.hear(List.of(), List.of(new Run(ROOM, FeedFixture.EPOCH, seq, List.of(message.toFrame()))), List.of());
    }

    private static Pending shown(ReplyTo from, String clientMsgId) {
        byte[] frame = ServerFrames.pending(ROOM, "ann", null, clientMsgId, "1", 1);
        return Pending.shown(from, ROOM, "ann", clientMsgId, frame);
    }

    private static Pending ended(String clientMsgId, String code) {
        return Pending.ended(ROOM, "ann", clientMsgId, code);
    }
}
