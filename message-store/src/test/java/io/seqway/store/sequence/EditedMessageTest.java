package io.seqway.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.Submission.Change;
import io.seqway.protocol.frame.Message;
import io.seqway.protocol.frame.RoomRole;
import io.seqway.store.log.InMemoryRoomLog;
import io.seqway.store.member.Member;
import org.junit.jupiter.api.Test;

/** Who may edit what, decided where the edit gets its seq; and how an edited message is shown. */
class EditedMessageTest {
    private final FaultyRoomLog log = new FaultyRoomLog();
    private SequencerFixture owner = new SequencerFixture(log);

    @Test
    void anEditIsAnEntryOfItsOwnAndTheMessageIsShownWithItsBody() {
        owner.send("a", "ann", "m1", "first");
        long edit = owner.edit("a", "ann", "e1", 1, "second");
        assertThat(owner.seq(edit)).isEqualTo(2);
        assertThat(owner.outcome(edit).target()).isEqualTo(1);
        assertThat(owner.outcome(edit).version()).isEqualTo(2);
        assertThat(owner.page("a", 0)).containsExactly("1:2:second", "2:2:second");
        assertThat(owner.shown("a")).as("what was shown live").containsExactly("1:first", "2:second");
    }

    @Test
    void aReaderIsShownTheSameByAnOwnerThatKnowsOnlyTheLog() {
        owner.send("a", "ann", "m1", "first");
        owner.edit("a", "ann", "e1", 1, "second");
        owner.edit("a", "ann", "e2", 1, "third");
        owner = new SequencerFixture(log);
        assertThat(owner.page("a", 0)).containsExactly("1:3:third", "2:2:second", "3:3:third");
    }

    @Test
    void editsOfOneMessageThatComeTogetherGetOneVersionEach() {
        owner.send("a", "ann", "m1", "first");
        Submission one = edit("e1", 0, null);
        Submission two = edit("e2", 0, null);
        Submission message = owner.message("a", "bob", "m1", "between");
        owner.submit(one, message, two, edit("e3", 0, null));
        assertThat(owner.shown("a")).containsExactly("1:first", "2:e1", "3:between", "4:e2", "5:e3");
        assertThat(owner.outcome(two.replyTo().ref()).version()).isEqualTo(3);
        assertThat(owner.page("a", 0)).startsWith("1:4:e3");
    }

    @Test
    void anEditOfAnotherVersionThanExpectedIsRefusedWithTheOneThatThereIs() {
        owner.send("a", "ann", "m1", "first");
        owner.edit("a", "ann", "e1", 1, "second");
        Outcome stale = outcome(edit("e2", 1, null));
        assertThat(stale.error()).isEqualTo("version-conflict");
        assertThat(stale.version()).isEqualTo(2);
        assertThat(outcome(edit("e3", 2, null)).version()).isEqualTo(3);
    }

    @Test
    void ofTwoThatExpectTheSameVersionAtOnceOneIsRefused() {
        owner.send("a", "ann", "m1", "first");
        Submission one = edit("e1", 1, null);
        Submission two = edit("e2", 1, null);
        owner.submit(one, two);
        assertThat(owner.seq(one.replyTo().ref())).isEqualTo(2);
        assertThat(owner.error(two.replyTo().ref())).isEqualTo("version-conflict");
    }

    @Test
    void onlyTheSenderAModeratorAndABackendEdit() {
        owner.make("a", new Member("ann", RoomRole.OWNER, 0), new Member("bob", RoomRole.MEMBER, 0));
        owner.send("a", "ann", "m1", "first");
        assertThat(owner.error(owner.edit("a", "bob", "e1", 1, "x"))).isEqualTo("forbidden");
        owner.member("a", "ann", "bob", "moderator");
        assertThat(owner.error(owner.edit("a", "bob", "e2", 1, "x"))).isNull();
        assertThat(owner.error(owner.edit("b", "backend", "e1", "y", new Change(1, 0, null, true))))
                .isEqualTo("target-not-found");
        owner.send("b", "ann", "m1", "first");
        assertThat(owner.error(owner.edit("b", "backend", "e2", "y", new Change(1, 0, null, true))))
                .isNull();
        assertThat(owner.page("a", 0)).startsWith("1:2:x");
        assertThat(owner.page("b", 0)).startsWith("1:2:y");
    }

    @Test
    void onlyMessagesThatAreStoredAreEdited() {
        owner.send("a", "ann", "m1", "first");
        owner.edit("a", "ann", "e1", 1, "second");
        assertThat(owner.error(owner.edit("a", "ann", "e2", 2, "of an edit"))).isEqualTo("target-not-found");
        assertThat(owner.error(owner.edit("a", "ann", "e3", 3, "of itself"))).isEqualTo("target-not-found");
        assertThat(owner.error(owner.edit("b", "ann", "e4", 1, "in another room")))
                .isEqualTo("target-not-found");
        assertThat(log.size()).isEqualTo(2);
    }

    @Test
    void aRepeatIsAckedAsTheFirstWhateverHasBecomeOfItsTarget() {
        owner.send("a", "ann", "m1", "first");
        Outcome first = outcome(edit("e1", 1, null));
        owner.edit("a", "ann", "e2", 1, "third");
        for (int i = 0; i < 2; i++) {
            Outcome repeat = outcome(edit("e1", 1, null));
            assertThat(repeat.error()).isNull();
            assertThat(repeat.duplicate()).isTrue();
            assertThat(repeat.seq()).isEqualTo(first.seq());
            assertThat(repeat.target()).isEqualTo(1);
            assertThat(repeat.version()).isEqualTo(2);
            owner = new SequencerFixture(log);
        }
    }

    @Test
    void anotherKindTargetOrBodyUnderTheSameNameIsAConflict() {
        owner.send("a", "ann", "m1", "first");
        owner.send("a", "ann", "m2", "other");
        owner.edit("a", "ann", "e1", 1, "e1");
        for (int i = 0; i < 2; i++) {
            assertThat(owner.error(owner.send("a", "ann", "e1", "e1"))).isEqualTo("id-conflict");
            assertThat(owner.error(owner.delete("a", "ann", "e1", 1))).isEqualTo("id-conflict");
            assertThat(owner.error(owner.edit("a", "ann", "e1", 2, "e1"))).isEqualTo("id-conflict");
            assertThat(owner.error(owner.edit("a", "ann", "e1", 1, "e2"))).isEqualTo("id-conflict");
            owner = new SequencerFixture(log);
        }
    }

    @Test
    void anEditStandsBehindTheMessageThatItNames() {
        owner.send("a", "ann", "m1", "first");
        assertThat(outcome(edit("e1", 0, "m2")).error()).isEqualTo("out-of-order");
        Submission stale = edit("e2", 7, null);
        Submission behind = edit("e3", 0, "e2");
        owner.submit(stale, behind);
        assertThat(owner.error(stale.replyTo().ref())).isEqualTo("version-conflict");
        assertThat(owner.error(behind.replyTo().ref())).isEqualTo("out-of-order");
        assertThat(outcome(edit("e4", 0, "m1")).error()).isNull();
    }

    @Test
    void anEditIsJudgedAnewWhenAnotherOwnerHasWrittenMeanwhile() {
        owner.send("a", "ann", "m1", "first");
        SequencerFixture other = new SequencerFixture(log, 2_000);
        other.edit("a", "ann", "e1", 1, "by the other one");
        Submission stale = edit("e2", 1, null);
        Submission next = edit("e3", 2, null);
        owner.submit(stale, next);
        while (owner.outcome(next.replyTo().ref()) == null) {
            assertThat(owner.passTime()).isTrue();
        }
        assertThat(owner.error(stale.replyTo().ref())).isEqualTo("version-conflict");
        assertThat(owner.outcome(next.replyTo().ref()).version()).isEqualTo(3);
    }

    @Test
    void anEditOfUnknownOutcomeIsStoredOnce() {
        owner.send("a", "ann", "m1", "first");
        log.hold();
        Submission edit = edit("e1", 1, null);
        owner.submit(edit);
        log.loseAnswerAfter(1);
        log.release();
        while (owner.outcome(edit.replyTo().ref()) == null) {
            assertThat(owner.passTime()).isTrue();
        }
        assertThat(owner.outcome(edit.replyTo().ref()).version()).isEqualTo(2);
        assertThat(log.size()).isEqualTo(2);
    }

    @Test
    void aPageThatIsBeingReadShowsWhatHasChangedMeanwhile() {
        InMemoryRoomLog filled = new InMemoryRoomLog();
        SequencerFixture first = new SequencerFixture(filled);
        first.send("a", "ann", "m1", "first");
        SlowReads slow = new SlowReads(filled);
        owner = new SequencerFixture(slow);
        owner.sequencer().ends("a");
        slow.hold();
        var page = owner.sequencer().after("a", 0, 100, 65_536);
        slow.answerReads();
        owner.edit("a", "ann", "e1", 1, "second");
        slow.answerChanges();
        assertThat(SequencerFixture.entries(page.result())).containsExactly("1:2:second");
        assertThat(owner.page("a", 0)).as("and so does the ring").containsExactly("1:2:second", "2:2:second");
    }

    private Outcome outcome(Submission submission) {
        owner.submit(submission);
        return owner.outcome(submission.replyTo().ref());
    }

    private Submission edit(String clientMsgId, long expectVersion, String after) {
        return owner.change(
                Message.KIND_EDIT,
                "a",
                "ann",
                clientMsgId,
                '"' + clientMsgId + '"',
                new Change(1, expectVersion, after, false));
    }
}
