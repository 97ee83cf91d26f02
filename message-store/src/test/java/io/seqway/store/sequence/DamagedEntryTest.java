package io.seqway.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.log.DamagedEntries;
import io.seqway.store.log.Entry;
import io.seqway.store.log.LogId;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An entry that cannot be read holds up its own room, and no other one of the same lane; mended, the room goes on. */
class DamagedEntryTest {
    private static final String ROOM = "a";
    /** Of the same partition, and so of the same lane. */
    private static final String OTHER = IntStream.range(0, 10_000)
            .mapToObj(i -> "b" + i)
            .filter(room -> Partitions.of(room) == Partitions.of(ROOM))
            .findFirst()
            .orElseThrow();

    private static final LogId LOG = new LogId(ROOM, 1);

    private final FaultyRoomLog log = new FaultyRoomLog();
    private final SequencerFixture owner = new SequencerFixture(log);

    @BeforeEach
    void bothRoomsAreInUse() {
        owner.send(ROOM, "ann", "m1", "one");
        owner.send(ROOM, "ann", "m2", "two");
        owner.send(OTHER, "ann", "m1", "one");
    }

    @Test
    void atTheNextPlaceItRefusesWhatIsSentToItsRoomOnly() {
        insertDamaged(3);
        log.hold();
        long hit = owner.send(ROOM, "ann", "m3", "three");
        long waiting = owner.send(ROOM, "bob", "m4", "four");
        long other = owner.send(OTHER, "ann", "m2", "two");
        log.release();
        assertRefused(hit);
        assertRefused(waiting);
        assertThat(owner.seq(other)).isEqualTo(2);
        assertThat(owner.passTime()).as("nothing is tried again and again").isFalse();
        assertThat(owner.sequencer().isIdle()).isTrue();
    }

    @Test
    void mendedItsRoomGoesOnBehindIt() {
        insertDamaged(3);
        assertRefused(owner.send(ROOM, "ann", "m3", "three"));
        log.mend();
        long again = owner.send(ROOM, "ann", "m3", "three");
        owner.passTime();
        assertThat(owner.seq(again)).isEqualTo(4);
        assertThat(owner.shown(ROOM)).containsExactly("1:one", "2:two", "3:by hand", "4:three");
    }

    @Test
    void itsOwnMessageSentAgainIsOfUnknownOutcomeAndNoOtherRoomWaits() {
        SequencerFixture next = new SequencerFixture(log);
        assertThat(next.sequencer().ends(ROOM).succeeded()).isTrue();
        log.damage(LOG.entryId(1));
        var repeat = next.message(ROOM, "ann", "m1", "one");
        var behind = next.messageAfter(ROOM, "ann", "m3", "m1");
        var other = next.message(OTHER, "ann", "m2", "two");
        next.submit(repeat, behind, other);
        assertThat(next.error(repeat.replyTo().ref())).isEqualTo(ErrorCode.TIMEOUT.text());
        assertThat(next.error(behind.replyTo().ref())).isEqualTo(ErrorCode.UNAVAILABLE.text());
        assertThat(next.seq(other.replyTo().ref())).isEqualTo(2);
        log.mend();
        assertThat(next.seq(next.send(ROOM, "ann", "m1", "one"))).isEqualTo(1);
    }

    @Test
    void whatIsNotKnownToBeStoredIsNotSaidToBeUnavailable() {
        log.hold();
        long doubtful = owner.send(ROOM, "ann", "m3", "three");
        long other = owner.send(OTHER, "ann", "m2", "two");
        log.loseAnswerAfter(1);
        log.damage(LOG.entryId(3));
        owner.passTime();
        log.release();
        assertThat(owner.error(doubtful)).isEqualTo(ErrorCode.TIMEOUT.text());
        assertThat(owner.seq(other)).isEqualTo(2);
        log.mend();
        long again = owner.send(ROOM, "ann", "m3", "three");
        owner.passTime();
        assertThat(owner.seq(again)).isEqualTo(3);
        assertThat(log.size()).isEqualTo(5);
    }

    @Test
    void aDamagedTargetRefusesTheEditAndNoOtherRoomWaits() {
        SequencerFixture next = new SequencerFixture(log);
        assertThat(next.sequencer().ends(ROOM).succeeded()).isTrue();
        log.damage(LOG.entryId(1));
        long edit = next.edit(ROOM, "ann", "e1", 1, "uno");
        assertThat(next.error(edit)).isEqualTo(ErrorCode.UNAVAILABLE.text());
        assertThat(next.seq(next.send(OTHER, "ann", "m2", "two"))).isEqualTo(2);
    }

    @Test
    void itIsNotRetriedForEverBehindAFence() {
        insert(3, "by another owner");
        insertDamaged(4);
        long send = owner.send(ROOM, "ann", "m3", "three");
        owner.passTime();
        assertRefused(send);
        assertThat(owner.passTime()).isFalse();
        assertThat(owner.sequencer().isIdle()).isTrue();
    }

    @Test
    void aRoomThatCannotBeOpenedSaysSoUntilItCan() {
        SequencerFixture next = new SequencerFixture(log);
        log.damage(LOG.entryId(2));
        Future<?> damaged = next.sequencer().ends(ROOM);
        assertThat(damaged.cause()).isInstanceOf(DamagedEntries.class).hasMessageContaining(LOG.entryId(2));
        assertRefused(next, next.send(ROOM, "ann", "m3", "three"));
        assertThat(next.seq(next.send(OTHER, "ann", "m2", "two"))).isEqualTo(2);
        log.mend();
        assertThat(next.seq(next.send(ROOM, "ann", "m3", "three"))).isEqualTo(3);
    }

    @Test
    void whatAnotherOwnerWroteInOtherRoomsIsFoundAllTheSame() {
        insertDamaged(3);
        log.append(List.of(entry(new LogId(OTHER, 1), 2, "by another owner")));
        owner.sequencer().probe(List.of(ROOM, OTHER));
        assertThat(owner.shown(OTHER)).containsExactly("1:one", "2:by another owner");
    }

    private void insertDamaged(long seq) {
        insert(seq, "by hand");
        log.damage(LOG.entryId(seq));
    }

    private void insert(long seq, String body) {
        log.append(List.of(entry(LOG, seq, body)));
    }

    private static Entry entry(LogId log, long seq, String body) {
        return new Entry(log, seq, new Author("eve", null, null), "e" + seq, 2_000, "message", '"' + body + '"', 0);
    }

    private void assertRefused(long ref) {
        assertRefused(owner, ref);
    }

    private static void assertRefused(SequencerFixture owner, long ref) {
        Outcome outcome = owner.outcome(ref);
        assertThat(outcome.error()).isEqualTo(ErrorCode.UNAVAILABLE.text());
        assertThat(outcome.message()).contains("cannot be read");
        assertThat(outcome.retryAfterMs()).isPositive();
    }
}
