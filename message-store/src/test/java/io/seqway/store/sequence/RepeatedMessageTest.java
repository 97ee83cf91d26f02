package io.seqway.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A repeat of a message stores nothing and gets the first one's seq; another message under its name is a conflict. */
class RepeatedMessageTest {
    private final FaultyRoomLog log = new FaultyRoomLog();
    private final SequencerFixture owner = new SequencerFixture(log);

    @Test
    void aRepeatGetsTheFirstSeq() {
        long first = owner.send("a", "ann", "m1", "x");
        long repeat = owner.send("a", "ann", "m1", "x");
        assertThat(owner.seq(repeat)).isEqualTo(owner.seq(first));
        assertThat(owner.outcome(first).duplicate()).isFalse();
        assertThat(owner.outcome(repeat).duplicate()).isTrue();
        assertThat(log.size()).isEqualTo(1);
    }

    @Test
    void aRepeatOfAMessageUnderWayWaitsForIt() {
        log.hold();
        long first = owner.send("a", "ann", "m1", "x");
        long repeat = owner.send("a", "ann", "m1", "x");
        assertThat(owner.outcome(repeat)).isNull();
        log.carryOut();
        assertThat(owner.seq(repeat)).isEqualTo(owner.seq(first));
        assertThat(owner.outcome(repeat).duplicate()).isTrue();
        assertThat(log.size()).isEqualTo(1);
    }

    @Test
    void aRepeatOfAnOldMessageIsFoundInTheLog() {
        for (int i = 1; i <= 600; i++) {
            owner.send("a", "ann", "m" + i, "x" + i);
        }
        long repeat = owner.send("a", "ann", "m3", "x3");
        assertThat(owner.seq(repeat)).isEqualTo(3);
        assertThat(owner.outcome(repeat).duplicate()).isTrue();
        assertThat(log.size()).isEqualTo(600);
    }

    @Test
    void aRepeatAmongNewMessagesLeavesNoHole() {
        for (int i = 1; i <= 600; i++) {
            owner.send("a", "ann", "m" + i, "x");
        }
        log.hold();
        owner.send("a", "bob", "blocks", "x");
        long before = owner.send("a", "bob", "n1", "x");
        long repeat = owner.send("a", "ann", "m3", "x");
        long behind = owner.send("a", "bob", "n2", "x");
        log.release();
        assertThat(owner.seq(before)).isEqualTo(602);
        assertThat(owner.seq(repeat)).isEqualTo(3);
        assertThat(owner.seq(behind)).isEqualTo(603);
    }

    @Test
    void aStormOfRepeatsDoesNotStopWriteAfterWrite() {
        for (int i = 1; i <= 600; i++) {
            owner.send("a", "ann", "m" + i, "x");
        }
        log.hold();
        owner.send("a", "bob", "blocks", "x");
        int writesBefore = log.sizes().size();
        for (int i = 1; i <= 200; i++) {
            owner.send("a", "ann", "m" + i, "x");
        }
        log.release();
        assertThat(log.sizes().size() - writesBefore).isLessThan(10);
        assertThat(log.size()).isEqualTo(601);
    }

    @Test
    void theSameNameWithAnotherBodyIsAConflict() {
        owner.send("a", "ann", "m1", "x");
        assertThat(owner.outcome(owner.send("a", "ann", "m1", "y")).error()).isEqualTo("id-conflict");
        log.hold();
        owner.send("a", "ann", "m2", "x");
        assertThat(owner.outcome(owner.send("a", "ann", "m2", "y")).error()).isEqualTo("id-conflict");
        log.release();
        SequencerFixture next = new SequencerFixture(log);
        assertThat(next.outcome(next.send("a", "ann", "m1", "y")).error()).isEqualTo("id-conflict");
        assertThat(log.size()).isEqualTo(2);
    }

    @Test
    void namesOfOtherSendersAndRoomsAreOthers() {
        owner.send("a", "ann", "m1", "x");
        assertThat(owner.seq(owner.send("a", "bob", "m1", "y"))).isEqualTo(2);
        assertThat(owner.seq(owner.send("b", "ann", "m1", "y"))).isEqualTo(1);
    }
}
