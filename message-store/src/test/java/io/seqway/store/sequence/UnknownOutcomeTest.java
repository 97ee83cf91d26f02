package io.seqway.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A write whose answer was lost is read back, and what is missing is written again as it was. */
class UnknownOutcomeTest {
    private final FaultyRoomLog log = new FaultyRoomLog();
    private final SequencerFixture owner = new SequencerFixture(log);
    private long first;
    private long second;
    private long third;

    @BeforeEach
    void aWriteOfThreeIsUnderWay() {
        owner.send("a", "ann", "m0", "x");
        log.hold();
        owner.submit();
        var one = owner.message("a", "ann", "m1", "one");
        var two = owner.message("a", "ann", "m2", "two");
        var three = owner.message("a", "ann", "m3", "three");
        owner.submit(one, two, three);
        first = one.replyTo().ref();
        second = two.replyTo().ref();
        third = three.replyTo().ref();
    }

    @Test
    void allOfItWasStored() {
        log.loseAnswerAfter(3);
        assertThat(owner.outcome(first)).isNull();
        owner.passTime();
        assertAllStoredOnce();
        assertThat(log.waiting()).isZero();
    }

    @Test
    void nothingOfItWasStored() {
        log.loseAnswerAfter(0);
        owner.passTime();
        assertThat(owner.outcome(first)).isNull();
        log.carryOut();
        assertAllStoredOnce();
    }

    @Test
    void aPartOfItWasStored() {
        log.loseAnswerAfter(2);
        owner.passTime();
        assertThat(owner.seq(second)).isEqualTo(3);
        assertThat(owner.outcome(third)).isNull();
        log.carryOut();
        assertAllStoredOnce();
    }

    @Test
    void itLandsLateAfterItWasReadBack() {
        log.loseAnswerAfter(0);
        owner.passTime();
        // The first write lands now, behind the back of the owner, whose second one collides with it.
        log.loseAnswerAfter(3);
        owner.passTime();
        assertAllStoredOnce();
    }

    @Test
    void itCannotBeReadBackForAWhile() {
        log.failReads(true);
        log.loseAnswerAfter(3);
        for (int i = 0; i < 5; i++) {
            owner.passTime();
        }
        assertThat(owner.outcome(first)).isNull();
        log.failReads(false);
        owner.passTime();
        assertAllStoredOnce();
    }

    @Test
    void whatComesMeanwhileWaitsAndIsNumberedBehindIt() {
        long later = owner.send("a", "bob", "m", "later");
        log.loseAnswerAfter(0);
        owner.passTime();
        log.release();
        assertAllStoredOnce();
        assertThat(owner.seq(later)).isEqualTo(5);
    }

    @Test
    void anEntryThatCanNeverBeStoredIsRefusedAndLeavesNoHole() {
        log.rejectAt(1);
        log.release();
        assertThat(owner.seq(first)).isEqualTo(2);
        assertThat(owner.outcome(second).error()).isEqualTo("internal");
        assertThat(owner.seq(third)).isEqualTo(3);
        assertThat(owner.shown("a")).containsExactly("1:x", "2:one", "3:three");
    }

    @Test
    void aWriteThatIsRefusedAsAWholeIsToldToItsSenders() {
        log.refuse();
        for (long ref : new long[] {first, second, third}) {
            assertThat(owner.outcome(ref).error()).isEqualTo("unavailable");
            assertThat(owner.outcome(ref).retryAfterMs()).isPositive();
        }
        log.release();
        assertThat(owner.seq(owner.send("a", "ann", "m2", "two"))).isEqualTo(2);
    }

    @Test
    void nobodyIsToldOfARefusalWhileAnEarlierAttemptMayStillBeStored() {
        log.loseAnswerAfter(0);
        owner.passTime();
        log.refuse();
        assertThat(owner.outcome(first)).isNull();
        owner.passTime();
        log.carryOut();
        assertAllStoredOnce();
    }

    @Test
    void nobodyIsToldOfARefusalBehindAnEntryThatAnEarlierAttemptStored() {
        log.loseAnswerAfter(0);
        owner.passTime();
        log.landTwin();
        log.carryOut();
        log.refuse();
        assertThat(owner.seq(first)).isEqualTo(2);
        assertThat(owner.outcome(second)).isNull();
        owner.passTime();
        assertAllStoredOnce();
    }

    private void assertAllStoredOnce() {
        assertThat(owner.seq(first)).isEqualTo(2);
        assertThat(owner.seq(second)).isEqualTo(3);
        assertThat(owner.seq(third)).isEqualTo(4);
        assertThat(owner.shown("a"))
                .startsWith("1:x", "2:one", "3:two", "4:three")
                .doesNotHaveDuplicates();
    }
}
