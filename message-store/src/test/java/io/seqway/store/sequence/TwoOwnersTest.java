package io.seqway.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Submission;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two nodes that both think they own a room write one log, and both show all of it. */
class TwoOwnersTest {
    private final FaultyRoomLog log = new FaultyRoomLog();
    private final SequencerFixture one = new SequencerFixture(log);
    private final SequencerFixture two = new SequencerFixture(log);

    @Test
    void theLaterOneIsFencedShowsWhatTheOtherWroteAndGoesOnBehindIt() {
        one.send("a", "ann", "m1", "1");
        two.send("a", "bob", "m1", "2");
        one.send("a", "ann", "m2", "3"); // both knew head 1
        long ref = two.send("a", "bob", "m2", "4");
        assertThat(two.seq(ref)).isEqualTo(4);
        assertThat(two.shown("a")).containsExactly("2:2", "3:3", "4:4");
        assertThat(two.fences()).isEqualTo(1);
    }

    @Test
    void bothTurnsOfTheFenceKeepOneLog() {
        for (int i = 0; i < 20; i++) {
            one.send("a", "ann", "m" + i, "ann" + i);
            two.send("a", "bob", "m" + i, "bob" + i);
        }
        one.sequencer().probe(List.of("a"));
        two.sequencer().probe(List.of("a"));
        assertThat(one.shown("a")).hasSize(40).endsWith(two.shown("a").toArray(String[]::new));
    }

    @Test
    void aProbeFindsWhatTheOtherWrote() {
        one.send("a", "ann", "m1", "1");
        two.send("a", "bob", "m1", "2");
        assertThat(one.shown("a")).containsExactly("1:1");
        one.sequencer().probe(List.of("a"));
        assertThat(one.shown("a")).containsExactly("1:1", "2:2");
    }

    @Test
    void oneThatIsBusyDoesNotDenyWhatTheOtherWrote() {
        one.send("a", "ann", "m1", "1");
        two.send("a", "bob", "m1", "2");
        log.hold();
        one.send("a", "ann", "m2", "3");
        assertThat(one.sequencer().endsAfterFreshLook("a").failed()).isTrue();
        log.release();
        assertThat(one.sequencer().endsAfterFreshLook("a").result().head()).isEqualTo(3);
    }

    @Test
    void oneThatIsBusySaysWhereTheLogEndsIfItKnowsAllOfIt() {
        one.send("a", "ann", "m1", "1");
        log.hold();
        one.send("a", "ann", "m2", "2");
        assertThat(one.sequencer().endsAfterFreshLook("a").result().head()).isEqualTo(1);
    }

    @Test
    void aMessageThatTheOtherOneStoredIsARepeat() {
        one.send("a", "ann", "m1", "1");
        long there = two.send("a", "ann", "m2", "2");
        long here = one.send("a", "ann", "m2", "2");
        assertThat(one.seq(here)).isEqualTo(two.seq(there)).isEqualTo(2);
        assertThat(log.size()).isEqualTo(2);
    }

    @Test
    void aFencedRunIsNumberedAnewInItsOrder() {
        one.send("a", "ann", "m1", "1");
        two.send("a", "bob", "m1", "2");
        log.hold();
        var x = one.message("a", "ann", "x", "x");
        var y = one.message("a", "ann", "y", "y");
        one.submit(x, y);
        log.release();
        assertThat(one.seq(x.replyTo().ref())).isEqualTo(3);
        assertThat(one.seq(y.replyTo().ref())).isEqualTo(4);
        assertThat(one.shown("a")).containsExactly("1:1", "2:2", "3:x", "4:y");
    }

    @Test
    void aClockThatIsMinutesBehindDoesNotTakeTheTimeOfARoomBack() {
        SequencerFixture ahead = new SequencerFixture(log, 600_000);
        SequencerFixture behind = new SequencerFixture(log, 300_000);
        long first = ahead.send("a", "ann", "m1", "1");
        long second = behind.send("a", "bob", "m1", "2");
        long third = behind.send("a", "bob", "m2", "3");
        assertThat(ahead.outcome(first).time()).isEqualTo(600_000);
        assertThat(behind.outcome(second).time()).isEqualTo(600_000);
        assertThat(behind.outcome(third).time()).isEqualTo(600_000);
    }

    @Test
    void theSameMessageThatTheOtherOneStoredAtTheSamePlaceIsItsOwnAndNotOurs() {
        SequencerFixture behind = new SequencerFixture(log, 300_000);
        SequencerFixture ahead = new SequencerFixture(log, 600_000);
        log.hold();
        var again = behind.message("a", "ann", "m1", "1");
        var more = behind.message("a", "ann", "m2", "2");
        behind.submit(again, more);
        log.loseAnswerAfter(0);
        ahead.send("a", "ann", "m1", "1");
        log.release();
        behind.passTime();
        assertThat(behind.outcome(again.replyTo().ref()).duplicate()).isTrue();
        assertThat(behind.seq(again.replyTo().ref())).isEqualTo(1);
        assertThat(behind.seq(more.replyTo().ref())).isEqualTo(2);
        assertThat(behind.outcome(more.replyTo().ref()).time()).isEqualTo(600_000);
    }

    @Test
    void fencesInSomeRoomsDoNotHoldUpTheOthersOfTheWrite() {
        List<Submission> sends = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            one.send("room" + i, "ann", "first", "1");
            sends.add(one.message("room" + i, "ann", "second", "2"));
        }
        for (int i = 0; i < 50; i += 5) {
            two.send("room" + i, "bob", "first", "other");
        }
        log.hold();
        one.submit(sends.toArray(Submission[]::new));
        log.release();
        for (int i = 0; i < 50; i++) {
            assertThat(one.seq(sends.get(i).replyTo().ref())).isEqualTo(i % 5 == 0 ? 3 : 2);
        }
    }
}
