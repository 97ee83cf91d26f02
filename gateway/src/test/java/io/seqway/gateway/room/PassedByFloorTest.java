package io.seqway.gateway.room;

import static io.seqway.gateway.room.FeedFixture.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.FromStore.Page;
import io.seqway.protocol.bus.ToStore.Read;
import io.seqway.protocol.frame.ServerFrames.Joined;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever has not seen what retention has removed is told so, once, and begins where what is kept begins. */
class PassedByFloorTest {
    private static final String ROOM = "a";

    private final FeedFixture node = new FeedFixture();
    private final Reader ann = new Reader("ann");

    private Read lastRead() {
        List<Read> reads = node.sent(Read.class);
        return reads.get(reads.size() - 1);
    }

    /** The owner answers the last question. */
    private void answer(long floor, long head, long first, int count) {
        answer(EPOCH, floor, head, first, count);
    }

    private void answer(String epoch, long floor, long head, long first, int count) {
        List<byte[]> frames = Collections.nCopies(count, new byte[] {'{', '}'});
        node.feed.handle(new Page(lastRead().replyTo(), ROOM, epoch, floor, head, first, frames, null));
        node.settle();
    }

    /** What was missed: {@code from-to}, and {@code !} where the room is to be forgotten first. */
    private static List<String> missed(Reader reader) {
        return reader.frames().stream()
                .filter(frame -> frame.getString("type").equals("missed"))
                .map(frame -> frame.getLong("fromSeq") + "-" + frame.getLong("toSeq")
                        + (frame.getBoolean("reset", false) ? "!" : ""))
                .toList();
    }

    @Test
    void whoComesBackFromBelowIsReset() {
        node.open(ROOM, 10);
        Subscription resumed = node.resume(ROOM, ann, 3);
        answer(6, 10, 7, 4);
        assertThat(lastRead().after()).isEqualTo(6);
        answer(6, 10, 7, 4);
        assertThat(missed(ann)).containsExactly("7-10!");
        assertThat(resumed.joined().result()).isEqualTo(new Joined("reset", 10, EPOCH, 4, 7, null));
    }

    @Test
    void theNextOneIsResetAtOnce() {
        node.open(ROOM, 10);
        node.resume(ROOM, new Reader("ben"), 3);
        answer(6, 10, 7, 4);
        node.resume(ROOM, ann, 5);
        assertThat(lastRead().after()).isEqualTo(6);
        answer(6, 10, 7, 4);
        assertThat(missed(ann)).containsExactly("7-10!");
    }

    @Test
    void whoHasTheEntryAtTheFloorMissesNothing() {
        node.open(ROOM, 10);
        Subscription resumed = node.resume(ROOM, ann, 6);
        answer(6, 10, 7, 4);
        assertThat(missed(ann)).containsExactly("7-10");
        assertThat(resumed.joined().result()).isEqualTo(new Joined("recovered", 10, EPOCH, 4, 0, null));
    }

    @Test
    void whoIsPassedByAmidTheReplayIsToldOnceAndGoesOn() {
        node.open(ROOM, 10);
        Subscription resumed = node.resume(ROOM, ann, 0);
        answer(0, 10, 1, 2);
        answer(5, 10, 6, 5);
        answer(6, 10, 7, 2);
        assertThat(lastRead().after()).isEqualTo(6);
        answer(6, 10, 7, 2);
        answer(8, 10, 9, 2);
        assertThat(missed(ann)).containsExactly("1-2", "7-8!", "9-10");
        assertThat(resumed.joined().result()).isEqualTo(new Joined("reset", 10, EPOCH, 6, 7, null));
    }

    /** What is gone may have said that the user was removed. */
    @Test
    void whoMayNotBeInTheRoomAnyMoreIsGivenNothingBehindWhatIsGone() {
        node.open(ROOM, "e.2", 10);
        Subscription resumed = node.resume(ROOM, "e.2", ann, 0);
        answer("e.2", 0, 10, 1, 2);
        ann.refuse(new Refusal(ErrorCode.NOT_A_MEMBER, "no"));
        answer("e.2", 5, 10, 6, 5);
        assertThat(missed(ann)).containsExactly("1-2");
        assertThat(resumed.joined().cause()).isInstanceOf(Refusal.class);
    }

    @Test
    void whoIsAMemberStillBeginsWhereWhatIsKeptBegins() {
        node.open(ROOM, "e.2", 10);
        Subscription resumed = node.resume(ROOM, "e.2", ann, 0);
        answer("e.2", 0, 10, 1, 2);
        answer("e.2", 5, 10, 6, 5);
        answer("e.2", 5, 10, 6, 5);
        assertThat(missed(ann)).containsExactly("1-2", "6-10!");
        assertThat(resumed.joined().result()).isEqualTo(new Joined("reset", 10, "e.2", 7, 6, null));
    }

    @Test
    void aFloorThatRisesBehindWhatWasReadChangesNothing() {
        node.open(ROOM, 10);
        Subscription resumed = node.resume(ROOM, ann, 4);
        answer(8, 10, 5, 6);
        assertThat(missed(ann)).containsExactly("5-10");
        assertThat(resumed.joined().result().status()).isEqualTo("recovered");
    }

    @Test
    void whoWantsTheLastEntriesGetsThoseThatAreKept() {
        node.open(ROOM, 10);
        Subscription joined = node.joinTail(ROOM, ann, 5);
        assertThat(lastRead().after()).isEqualTo(5);
        answer(7, 10, 8, 3);
        assertThat(lastRead().after()).isEqualTo(7);
        answer(7, 10, 8, 3);
        assertThat(missed(ann)).containsExactly("8-10");
        assertThat(joined.joined().result()).isEqualTo(new Joined("live", 10, EPOCH, 3, 0, null));
    }

    @Test
    void aNodeThatWasPassedByLetsItsLiveClientsBeginAnew() {
        node.open(ROOM, 10);
        node.resume(ROOM, ann, 10);
        node.ends(ROOM, 500);
        assertThat(lastRead().after()).isEqualTo(10);
        answer(400, 500, 401, 100);
        assertThat(lastRead().replyTo().hub()).as("a hub asks").isZero();
        assertThat(lastRead().after()).isEqualTo(10);
        answer(400, 500, 401, 100);
        answer(400, 500, 401, 100);
        assertThat(missed(ann)).containsExactly("401-500!");
        node.push(0, ROOM, 501, 1);
        node.settle();
        assertThat(ann.frames()).hasSize(2);
    }
}
