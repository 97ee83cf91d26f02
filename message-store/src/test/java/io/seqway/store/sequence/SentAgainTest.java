package io.seqway.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Submission;
import org.junit.jupiter.api.Test;

/**
 * What a gateway sends again is a repeat of what is stored or under way. But where one was refused, one behind it was
 * stored, and both answers were lost, the first must not be stored behind the second.
 */
class SentAgainTest {
    private final FaultyRoomLog log = new FaultyRoomLog();
    private final SequencerFixture owner = new SequencerFixture(log);
    private Submission first = owner.message("a", "ann", "m1", "1").in(2, true, false);
    private Submission second = owner.message("a", "ann", "m2", "2").in(2, true, false);
    private Submission third = owner.message("a", "ann", "m3", "3").in(2, true, false);

    @Test
    void whatIsStoredIsARepeatAndTheRestIsStoredBehindIt() {
        owner.send("a", "ann", "m1", "1");
        owner.submit(first, second, third);
        assertThat(owner.outcome(first.replyTo().ref()).duplicate()).isTrue();
        assertThat(owner.shown("a")).containsExactly("1:1", "2:2", "3:3");
    }

    @Test
    void nothingIsStoredBehindALaterOneThatTheRingHas() {
        owner.send("a", "ann", "m2", "2");
        owner.submit(first, second, third);
        assertFirstIsRefused();
    }

    @Test
    void nothingIsStoredBehindALaterOneThatIsUnderWay() {
        log.hold();
        owner.send("a", "ann", "m2", "2");
        owner.submit(first, second, third);
        log.release();
        assertFirstIsRefused();
    }

    @Test
    void nothingIsStoredBehindALaterOneThatOnlyTheLogHas() {
        owner.send("a", "ann", "m2", "2");
        for (int i = 0; i < 300; i++) {
            owner.send("a", "bob", "b" + i, "x");
        }
        owner.submit(first, second, third);
        assertFirstIsRefused();
    }

    @Test
    void nothingIsStoredBehindALaterOneWhereManyAreSentAgain() {
        Submission last = owner.message("a", "ann", "last", "x").in(2, true, false);
        owner.send("a", "ann", "last", "x");
        for (int i = 0; i < 300; i++) {
            owner.send("a", "bob", "b" + i, "x");
        }
        Submission[] all = new Submission[1_000];
        for (int i = 0; i < all.length - 1; i++) {
            all[i] = owner.message("a", "ann", "n" + i, "x").in(2, true, false);
        }
        all[all.length - 1] = last;
        owner.submit(all);
        assertThat(log.size()).isEqualTo(301);
        assertThat(owner.outcome(last.replyTo().ref()).duplicate()).isTrue();
        assertThat(owner.error(all[0].replyTo().ref())).isEqualTo("unavailable");
    }

    @Test
    void anotherOwnerFindsItInTheLog() {
        SequencerFixture before = new SequencerFixture(log);
        before.send("a", "ann", "m2", "2");
        owner.submit(first, second, third);
        assertFirstIsRefused();
    }

    @Test
    void anotherOwnersWriteThatLandsAfterTheLogWasAskedIsFoundToo() {
        SequencerFixture before = new SequencerFixture(log);
        log.hold();
        before.send("a", "ann", "m2", "2");
        owner.submit(first, second, third);
        log.release();
        assertFirstIsRefused();
    }

    @Test
    void whatIsLateIsAnsweredIfItIsStoredAndElseRefused() {
        owner.send("a", "ann", "m1", "1");
        owner.send("a", "ann", "m4", "4");
        first = first.in(3, true, true);
        second = second.in(3, true, true);
        owner.submit(first, second);
        assertThat(owner.seq(first.replyTo().ref())).isEqualTo(1);
        assertThat(owner.error(second.replyTo().ref())).isEqualTo("unavailable");
        assertThat(log.size()).isEqualTo(2);
    }

    @Test
    void whatNamesTheRefusedOneIsOutOfOrder() {
        owner.send("a", "ann", "m2", "2");
        Submission names = owner.messageAfter("a", "ann", "m4", "m1").in(2, true, false);
        owner.submit(first, second, names);
        assertThat(owner.error(names.replyTo().ref())).isEqualTo("out-of-order");
    }

    @Test
    void othersAreNotConcerned() {
        owner.send("a", "ann", "m2", "2");
        Submission bobs = owner.message("a", "bob", "m1", "1").in(2, true, false);
        Submission elsewhere = owner.message("b", "ann", "m1", "1").in(2, true, false);
        Submission fresh = owner.message("a", "ann", "n1", "1").in(2, false, false);
        owner.submit(bobs, elsewhere, fresh, second);
        assertThat(owner.seq(bobs.replyTo().ref())).isEqualTo(2);
        assertThat(owner.seq(elsewhere.replyTo().ref())).isEqualTo(1);
        assertThat(owner.seq(fresh.replyTo().ref())).isEqualTo(3);
    }

    @Test
    void whatHasNoOrderIsStoredBehindWhateverIsThere() {
        owner.send("a", "ann", "m2", "2");
        for (int i = 0; i < 300; i++) {
            owner.send("a", "bob", "b" + i, "x");
        }
        owner.submit(first.asUnordered(), second.asUnordered(), third.asUnordered());
        assertThat(owner.seq(first.replyTo().ref())).isEqualTo(302);
        assertThat(owner.outcome(second.replyTo().ref()).duplicate()).isTrue();
        assertThat(owner.seq(third.replyTo().ref())).isEqualTo(303);
    }

    private void assertFirstIsRefused() {
        assertThat(owner.error(first.replyTo().ref())).isEqualTo("unavailable");
        assertThat(owner.outcome(second.replyTo().ref()).duplicate()).isTrue();
        assertThat(owner.error(third.replyTo().ref())).isNull();
        assertThat(owner.seq(third.replyTo().ref()))
                .isGreaterThan(owner.seq(second.replyTo().ref()));
    }
}
