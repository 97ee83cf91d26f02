package io.seqway.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Submission;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How messages get their seqs while nothing goes wrong. */
class SequencerTest {
    private final FaultyRoomLog log = new FaultyRoomLog();
    private final SequencerFixture owner = new SequencerFixture(log);

    @Test
    void theMessagesOfARoomAreNumberedFromOneWithoutHoles() {
        for (int i = 1; i <= 5; i++) {
            assertThat(owner.seq(owner.send("a", "ann", "m" + i, "text" + i))).isEqualTo(i);
        }
        assertThat(owner.shown("a")).containsExactly("1:text1", "2:text2", "3:text3", "4:text4", "5:text5");
    }

    @Test
    void eachRoomHasItsOwnNumbers() {
        assertThat(owner.seq(owner.send("a", "ann", "m1", "x"))).isEqualTo(1);
        assertThat(owner.seq(owner.send("b", "ann", "m1", "x"))).isEqualTo(1);
        assertThat(owner.seq(owner.send("a", "ann", "m2", "x"))).isEqualTo(2);
    }

    @Test
    void anotherOwnerGoesOnWhereTheLogEnds() {
        owner.send("a", "ann", "m1", "x");
        owner.send("a", "ann", "m2", "x");
        SequencerFixture next = new SequencerFixture(log);
        assertThat(next.seq(next.send("a", "bob", "m1", "x"))).isEqualTo(3);
    }

    @Test
    void nothingIsAnsweredOrShownBeforeItIsStored() {
        log.hold();
        long ref = owner.send("a", "ann", "m1", "x");
        assertThat(owner.outcome(ref)).isNull();
        assertThat(owner.shown("a")).isEmpty();
        log.carryOut();
        assertThat(owner.seq(ref)).isEqualTo(1);
        assertThat(owner.shown("a")).containsExactly("1:x");
    }

    @Test
    void aRoomNeverHasTwoWritesInFlightAndWhatWaitsGoesTogether() {
        log.hold();
        owner.send("a", "ann", "m1", "x");
        for (int i = 2; i <= 100; i++) {
            owner.send("a", "ann", "m" + i, "x");
        }
        assertThat(log.waiting()).isEqualTo(1);
        log.carryOut();
        assertThat(log.waiting()).isEqualTo(1);
        log.carryOut();
        assertThat(log.waiting()).isZero();
        assertThat(log.sizes()).containsExactly(1, 99);
    }

    @Test
    void aHotRoomLeavesRoomForTheOthers() {
        log.hold();
        owner.send("hot", "ann", "first", "x");
        List<Submission> flood = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            flood.add(owner.message("hot", "ann", "h" + i, "x"));
        }
        owner.submit(flood.toArray(Submission[]::new));
        List<Long> others = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            others.add(owner.send("room" + i, "bob", "m", "x"));
        }
        // Of all lanes: what the first writes leave behind goes with the second ones.
        for (int i = 0; i < 8; i++) {
            log.carryOut();
        }
        assertThat(others).allSatisfy(ref -> assertThat(owner.seq(ref)).isEqualTo(1));
        assertThat(log.sizes()).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(500));
        log.release();
        assertThat(owner.shown("hot")).hasSize(2_001);
    }

    @Test
    void aPageComesFromTheRingOrFromTheLog() throws Exception {
        for (int i = 1; i <= 400; i++) {
            owner.send("a", "ann", "m" + i, "x");
        }
        assertThat(page(399).frames()).hasSize(1);
        assertThat(page(10).frames()).hasSize(100);
        assertThat(page(10).first()).isEqualTo(11);
        assertThat(page(10).head()).isEqualTo(400);
        assertThat(page(400).frames()).isEmpty();
        Sequencer.Page last = owner.sequencer().before("a", 51, 50, 1_000_000).result();
        assertThat(last.first()).isEqualTo(1);
        assertThat(last.frames()).hasSize(50);
    }

    @Test
    void aPageHoldsOneEntryHoweverSmallItIsToBe() {
        owner.send("a", "ann", "m1", "x".repeat(1_000));
        owner.send("a", "ann", "m2", "x".repeat(1_000));
        assertThat(owner.sequencer().after("a", 0, 100, 10).result().frames()).hasSize(1);
        assertThat(owner.sequencer().before("a", 3, 100, 10).result().frames()).hasSize(1);
        assertThat(owner.sequencer().before("a", 3, 100, 10).result().first()).isEqualTo(2);
    }

    @Test
    void tooMuchWaitingIsRefusedAndNotStored() {
        log.hold();
        String big = "x".repeat(30_000);
        long last = 0;
        for (int i = 0; i < 200; i++) {
            last = owner.send("a", "ann", "m" + i, big);
        }
        assertThat(owner.outcome(last).error()).isEqualTo("unavailable");
        assertThat(owner.outcome(last).retryAfterMs()).isPositive();
        log.release();
        int stored = owner.shown("a").size();
        assertThat(log.size()).isEqualTo(stored).isLessThan(200);
        assertThat(owner.seq(owner.send("a", "ann", "m199", big))).isEqualTo(stored + 1);
    }

    @Test
    void tooMuchWaitingInAllRoomsTogetherIsRefusedInEachOfThem() {
        log.hold();
        String big = "x".repeat(30_000);
        for (int room = 0; room < 20; room++) {
            for (int i = 0; i < 130; i++) {
                owner.send("room" + room, "ann", "m" + i, big);
            }
        }
        assertThat(owner.error(owner.send("quiet", "bob", "m", "x"))).isEqualTo("unavailable");
        log.release();
        assertThat(owner.seq(owner.send("quiet", "bob", "m", "x"))).isEqualTo(1);
    }

    @Test
    void withoutTheLogNothingIsPromised() {
        log.failReads(true);
        long ref = owner.send("a", "ann", "m1", "x");
        assertThat(owner.outcome(ref).error()).isEqualTo("unavailable");
        log.failReads(false);
        assertThat(owner.seq(owner.send("a", "ann", "m1", "x"))).isEqualTo(1);
    }

    private Sequencer.Page page(long after) {
        return owner.sequencer().after("a", after, 100, 1_000_000).result();
    }
}
