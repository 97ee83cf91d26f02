package io.seqway.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Submission;
import org.junit.jupiter.api.Test;

/** A message that names another one by {@code after} is stored behind it or not at all. */
class NamedPredecessorTest {
    private final FaultyRoomLog log = new FaultyRoomLog();
    private final SequencerFixture owner = new SequencerFixture(log);

    @Test
    void theOneItNamesIsStored() {
        owner.send("a", "ann", "m1", "x");
        int reads = log.keyReads();
        assertThat(owner.seq(owner.sendAfter("a", "ann", "m2", "m1"))).isEqualTo(2);
        assertThat(log.keyReads()).as("reads for what the ring has").isEqualTo(reads);
    }

    @Test
    void theOneItNamesIsQueuedAhead() {
        log.hold();
        Submission first = owner.message("a", "ann", "m1", "x");
        Submission second = owner.messageAfter("a", "ann", "m2", "m1");
        owner.submit(first, second);
        long third = owner.sendAfter("a", "ann", "m3", "m2");
        log.release();
        assertThat(owner.seq(second.replyTo().ref())).isEqualTo(2);
        assertThat(owner.seq(third)).isEqualTo(3);
    }

    @Test
    void theOneItNamesIsUnknownSoNothingIsStored() {
        owner.send("a", "ann", "m1", "x");
        assertThat(owner.error(owner.sendAfter("a", "ann", "m3", "m2"))).isEqualTo("out-of-order");
        assertThat(log.size()).isEqualTo(1);
        owner.send("a", "ann", "m2", "x");
        assertThat(owner.seq(owner.sendAfter("a", "ann", "m3", "m2")))
                .as("sent again behind the one it names")
                .isEqualTo(3);
    }

    @Test
    void theOneItNamesComesTooLate() {
        log.hold();
        owner.send("a", "bob", "blocks", "x");
        long second = owner.sendAfter("a", "ann", "m2", "m1");
        long first = owner.send("a", "ann", "m1", "x");
        log.release();
        assertThat(owner.error(second)).isEqualTo("out-of-order");
        assertThat(owner.seq(first)).isEqualTo(2);
    }

    @Test
    void namesAreThoseOfTheSenderAndTheRoom() {
        owner.send("a", "bob", "m1", "x");
        owner.send("b", "ann", "m1", "x");
        assertThat(owner.error(owner.sendAfter("a", "ann", "m2", "m1"))).isEqualTo("out-of-order");
        assertThat(owner.error(owner.sendAfter("a", "ann", "m3", "m3")))
                .as("itself")
                .isEqualTo("out-of-order");
    }

    @Test
    void theOneItNamesIsOldAndOnlyInTheLog() {
        for (int i = 1; i <= 600; i++) {
            owner.send("a", "ann", "m" + i, "x");
        }
        assertThat(owner.seq(owner.sendAfter("a", "ann", "new", "m3"))).isEqualTo(601);
        SequencerFixture next = new SequencerFixture(log);
        assertThat(next.seq(next.sendAfter("a", "ann", "newer", "m4"))).isEqualTo(602);
        assertThat(next.error(next.sendAfter("a", "ann", "newest", "m601"))).isEqualTo("out-of-order");
    }

    @Test
    void manyThatNameUnknownOnesCostOneRead() {
        log.hold();
        owner.send("a", "bob", "blocks", "x");
        log.carryOut();
        owner.send("a", "bob", "blocks too", "x");
        int reads = log.keyReads();
        owner.sendAfter("a", "ann", "m1", "m0");
        for (int i = 2; i <= 100; i++) {
            owner.sendAfter("a", "ann", "m" + i, "m" + (i - 1));
        }
        log.release();
        assertThat(log.keyReads() - reads).isEqualTo(1);
        assertThat(log.size()).isEqualTo(2);
    }

    @Test
    void aRepeatIsARepeatWhateverItNames() {
        for (int i = 1; i <= 600; i++) {
            owner.send("a", "ann", "m" + i, "m" + i);
        }
        long old = owner.sendAfter("a", "ann", "m3", "never sent");
        long young = owner.sendAfter("a", "ann", "m600", "never sent");
        assertThat(owner.seq(old)).isEqualTo(3);
        assertThat(owner.outcome(old).duplicate()).isTrue();
        assertThat(owner.seq(young)).isEqualTo(600);
        log.hold();
        long first = owner.send("a", "ann", "m601", "m601");
        long twin = owner.sendAfter("a", "ann", "m601", "never sent");
        log.release();
        assertThat(owner.seq(twin)).isEqualTo(owner.seq(first));
    }

    @Test
    void theOneItNamesIsRefusedWhileBothWait() {
        log.failReads(true);
        Submission first = owner.message("a", "ann", "m1", "x");
        Submission second = owner.messageAfter("a", "ann", "m2", "m1");
        Submission third = owner.messageAfter("a", "ann", "m3", "m2");
        Submission other = owner.message("a", "ann", "m4", "x");
        owner.submit(first, second, third, other);
        assertThat(owner.error(first.replyTo().ref())).isEqualTo("unavailable");
        assertThat(owner.error(second.replyTo().ref())).isEqualTo("out-of-order");
        assertThat(owner.error(third.replyTo().ref())).isEqualTo("out-of-order");
        assertThat(owner.error(other.replyTo().ref())).isEqualTo("unavailable");
    }

    @Test
    void theOneItNamesIsRefusedWithTheWholeWrite() {
        owner.send("a", "ann", "m0", "x");
        log.hold();
        Submission first = owner.message("a", "ann", "m1", "x");
        Submission second = owner.messageAfter("a", "ann", "m2", "m1");
        Submission other = owner.message("a", "ann", "m3", "x");
        owner.submit(first, second, other);
        log.refuse();
        assertThat(owner.error(first.replyTo().ref())).isEqualTo("unavailable");
        assertThat(owner.error(second.replyTo().ref())).isEqualTo("out-of-order");
        assertThat(owner.error(other.replyTo().ref())).isEqualTo("unavailable");
    }

    @Test
    void theOneItNamesCanNeverBeStored() {
        owner.send("a", "ann", "m0", "x");
        log.hold();
        Submission first = owner.message("a", "ann", "m1", "x");
        Submission second = owner.messageAfter("a", "ann", "m2", "m1");
        Submission other = owner.message("a", "ann", "m3", "x");
        owner.submit(first, second, other);
        long waiting = owner.sendAfter("a", "ann", "m4", "m2");
        log.rejectAt(0);
        log.release();
        assertThat(owner.error(first.replyTo().ref())).isEqualTo("internal");
        assertThat(owner.error(second.replyTo().ref())).isEqualTo("out-of-order");
        assertThat(owner.error(waiting)).isEqualTo("out-of-order");
        assertThat(owner.seq(other.replyTo().ref())).isEqualTo(2);
    }

    @Test
    void theOneItNamesIsAConflictThatOnlyTheLogKnows() {
        for (int i = 1; i <= 600; i++) {
            owner.send("a", "ann", "m" + i, "x");
        }
        log.hold();
        owner.send("a", "bob", "blocks", "x");
        long conflict = owner.send("a", "ann", "m3", "another");
        long second = owner.sendAfter("a", "ann", "n1", "m3");
        long repeat = owner.sendAfter("a", "ann", "m5", "m3");
        log.release();
        assertThat(owner.error(conflict)).isEqualTo("id-conflict");
        assertThat(owner.error(second)).isEqualTo("out-of-order");
        assertThat(owner.error(repeat)).as("m5 says x in the log").isEqualTo("id-conflict");
        assertThat(log.size()).isEqualTo(601);
    }

    @Test
    void anUnknownOutcomeOfTheOneItNamesIsWaitedFor() {
        owner.send("a", "ann", "m0", "x");
        log.hold();
        owner.send("a", "ann", "m1", "x");
        long second = owner.sendAfter("a", "ann", "m2", "m1");
        log.loseAnswerAfter(0);
        owner.passTime();
        log.release();
        assertThat(owner.seq(second)).isEqualTo(3);
    }

    @Test
    void aFenceKeepsBothInTheirOrder() {
        SequencerFixture two = new SequencerFixture(log);
        owner.send("a", "ann", "m0", "x");
        two.send("a", "bob", "b1", "x");
        Submission first = owner.message("a", "ann", "m1", "x");
        Submission second = owner.messageAfter("a", "ann", "m2", "m1");
        owner.submit(first, second);
        assertThat(owner.seq(first.replyTo().ref())).isEqualTo(3);
        assertThat(owner.seq(second.replyTo().ref())).isEqualTo(4);
    }

    @Test
    void whatIsSentBackIsNotOutOfOrder() {
        owner.send("a", "ann", "m0", "x");
        log.hold();
        owner.send("a", "bob", "blocks", "x");
        long first = owner.send("a", "ann", "m1", "x");
        long second = owner.sendAfter("a", "ann", "m2", "m1");
        owner.sequencer().release(room -> false);
        assertThat(owner.error(first)).isEqualTo("not-owner");
        assertThat(owner.error(second)).isEqualTo("not-owner");
        log.release();
    }
}
