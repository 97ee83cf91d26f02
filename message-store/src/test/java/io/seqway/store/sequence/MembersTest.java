package io.seqway.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.RoomMessage.RoomRight;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.frame.RoomRole;
import io.seqway.store.log.Floor;
import io.seqway.store.log.LogId;
import io.seqway.store.member.InMemoryRoomStore;
import io.seqway.store.member.Member;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may write to a room that was made, and who changes its members, is decided where seqs are given. */
class MembersTest {
    private static final String ROOM = "a";
    private static final LogId LOG = new LogId(ROOM, 2);

    private final FaultyRoomLog log = new FaultyRoomLog();
    private final InMemoryRoomStore rooms = new InMemoryRoomStore();
    private final SequencerFixture owner = new SequencerFixture(log, 1_000, rooms);

    @BeforeEach
    void make() {
        owner.make(
                ROOM,
                new Member("ann", RoomRole.OWNER, 0),
                new Member("max", RoomRole.MODERATOR, 0),
                new Member("bob", RoomRole.MEMBER, 0));
    }

    @Test
    void whoIsAMemberIsKnownWhereTheEntriesThatSaySoAreGone() {
        owner.member(ROOM, "ann", "eve", "member");
        owner.member(ROOM, "ann", "bob", null);
        owner.send(ROOM, "ann", "m1", "x");
        carryOver();
        removed(2);
        SequencerFixture heir = new SequencerFixture(log, 1_000, rooms);
        assertThat(heir.error(heir.send(ROOM, "bob", "m1", "x"))).isEqualTo("not-a-member");
        assertThat(heir.seq(heir.send(ROOM, "eve", "m1", "x"))).isEqualTo(4);
    }

    @Test
    void oneThatStoodStillReadsWhoIsAMemberWhereTheEntriesAreGone() {
        owner.send(ROOM, "ann", "m1", "x");
        SequencerFixture zombie = new SequencerFixture(log, 1_000, rooms);
        assertThat(zombie.sequencer().ends(ROOM).result().head()).isEqualTo(1);
        owner.member(ROOM, "ann", "eve", "member");
        owner.member(ROOM, "ann", "bob", null);
        for (int i = 2; i <= 5; i++) {
            owner.send(ROOM, "ann", "m" + i, "x");
        }
        carryOver();
        removed(4);
        assertThat(zombie.sequencer().endsAfterFreshLook(ROOM).result().head()).isEqualTo(7);
        assertThat(zombie.error(zombie.send(ROOM, "bob", "m1", "x"))).isEqualTo("not-a-member");
        assertThat(zombie.seq(zombie.send(ROOM, "eve", "m1", "x"))).isEqualTo(8);
    }

    private void carryOver() {
        log.outbox(List.of(Partitions.of(ROOM)), 100).result().forEach(entry -> {
            rooms.apply(LOG, Member.of(entry));
            log.settled(entry);
        });
    }

    private void removed(long floor) {
        log.raise(LOG, new Floor(floor, 0));
        log.remove(LOG, 0, floor);
    }

    @Test
    void onlyMembersWriteAndThoseWhoseTokenGrantsTheRoom() {
        assertThat(owner.error(owner.send(ROOM, "bob", "m1", "x"))).isNull();
        assertThat(owner.error(owner.send(ROOM, "eve", "m1", "x"))).isEqualTo("not-a-member");
        var granted = owner.message(ROOM, "eve", "m2", "x").granted(true);
        owner.submit(granted);
        assertThat(owner.error(granted.replyTo().ref())).isNull();
        assertThat(owner.shown(ROOM)).hasSize(2);
    }

    @Test
    void inARoomForEverybodyEverybodyWrites() {
        owner.make("open", RoomRight.OPEN, new Member("ann", RoomRole.OWNER, 0));
        assertThat(owner.error(owner.send("open", "eve", "m1", "x"))).isNull();
        assertThat(owner.error(owner.member("open", "eve", "bob", "member"))).isEqualTo("not-a-member");
    }

    @Test
    void aRoomThatWasNeverMadeHasNoMembers() {
        assertThat(owner.error(owner.member("b", "ann", "bob", "member"))).isEqualTo("not-a-member");
        assertThat(owner.error(owner.member("b", "backend", "bob", "member", true)))
                .isEqualTo("room-not-found");
        assertThat(owner.error(owner.send("b", "eve", "m1", "x"))).isNull();
    }

    @Test
    void nothingOfWhoIsRemovedStandsBehindTheEntryThatSaysSo() {
        owner.submit(
                owner.message(ROOM, "bob", "m1", "before"),
                owner.memberChange(ROOM, "ann", "bob", null, false),
                owner.message(ROOM, "bob", "m2", "behind"),
                owner.message(ROOM, "ann", "m3", "too"));
        assertThat(owner.shown(ROOM)).containsExactly("1:before", "2:removed bob member", "3:too");
    }

    @Test
    void whoIsAddedMayWriteAtOnce() {
        owner.submit(
                owner.message(ROOM, "eve", "m1", "too early"),
                owner.memberChange(ROOM, "ann", "eve", "member", false),
                owner.message(ROOM, "eve", "m2", "hello"));
        assertThat(owner.shown(ROOM)).containsExactly("1:added eve member", "2:hello");
    }

    @Test
    void aModeratorAddsAndRemovesPlainMembersOnly() {
        assertThat(owner.error(owner.member(ROOM, "max", "eve", "moderator"))).isEqualTo("forbidden");
        assertThat(owner.error(owner.member(ROOM, "max", "bob", "moderator"))).isEqualTo("forbidden");
        assertThat(owner.error(owner.member(ROOM, "max", "ann", "member"))).isEqualTo("forbidden");
        assertThat(owner.error(owner.member(ROOM, "max", "ann", null))).isEqualTo("forbidden");
        assertThat(owner.error(owner.member(ROOM, "max", "eve", "member"))).isNull();
        assertThat(owner.error(owner.member(ROOM, "max", "eve", null))).isNull();
    }

    @Test
    void aPlainMemberOnlyLeaves() {
        assertThat(owner.error(owner.member(ROOM, "bob", "eve", "member"))).isEqualTo("forbidden");
        assertThat(owner.error(owner.member(ROOM, "bob", "max", null))).isEqualTo("forbidden");
        assertThat(owner.error(owner.member(ROOM, "bob", "bob", "owner"))).isEqualTo("forbidden");
        assertThat(owner.error(owner.member(ROOM, "bob", "bob", null))).isNull();
        assertThat(owner.error(owner.send(ROOM, "bob", "m1", "x"))).isEqualTo("not-a-member");
    }

    @Test
    void theLastOwnerStaysUnlessABackendSaysOtherwise() {
        assertThat(owner.error(owner.member(ROOM, "ann", "ann", null))).isEqualTo("forbidden");
        assertThat(owner.error(owner.member(ROOM, "ann", "ann", "member"))).isEqualTo("forbidden");
        assertThat(owner.error(owner.member(ROOM, "ann", "bob", "owner"))).isNull();
        owner.submit(
                owner.memberChange(ROOM, "ann", "ann", null, false),
                owner.memberChange(ROOM, "bob", "bob", null, false));
        assertThat(owner.shown(ROOM)).containsExactly("1:role bob owner", "2:removed ann owner");
        assertThat(owner.error(owner.member(ROOM, "backend", "bob", null, true)))
                .isNull();
    }

    @Test
    void aRoomHasNoMoreMembersThanItMay() {
        var one = owner.memberChange(ROOM, "ann", "eve", "member", false);
        var tooMany = owner.memberChange(ROOM, "ann", "fay", "member", false);
        owner.submit(one, tooMany);
        Outcome refused = owner.outcome(tooMany.replyTo().ref());
        assertThat(refused.error()).isEqualTo("limit-exceeded");
        assertThat(refused.limit()).isEqualTo("max-members-per-room=" + SequencerFixture.MAX_MEMBERS);
        assertThat(owner.error(one.replyTo().ref())).isNull();
    }

    @Test
    void whatIsSoAlreadyIsAnsweredAndNotStored() {
        long seq = owner.seq(owner.member(ROOM, "ann", "eve", "member"));
        long again = owner.member(ROOM, "ann", "eve", "member");
        assertThat(owner.seq(again)).isEqualTo(seq);
        assertThat(owner.outcome(again).duplicate()).isTrue();
        assertThat(owner.error(owner.member(ROOM, "ann", "fay", null))).isEqualTo("target-not-found");
        assertThat(owner.shown(ROOM)).hasSize(1);
    }

    @Test
    void theSameChangeThatComesTwiceIsOneEntry() {
        var change = owner.memberChange(ROOM, "ann", "eve", "member", false);
        owner.submit(change);
        var again = change.answeredTo(owner.message(ROOM, "x", "x", "x").replyTo());
        owner.submit(again);
        assertThat(owner.outcome(again.replyTo().ref()).duplicate()).isTrue();
        assertThat(owner.shown(ROOM)).hasSize(1);
    }

    @Test
    void aNewOwnerKnowsTheMembersByWhatWasCarriedOverAndByTheEntriesThatWereNot() {
        owner.member(ROOM, "ann", "eve", "member");
        owner.member(ROOM, "ann", "bob", null);
        owner.member(ROOM, "ann", "eve", "moderator");
        SequencerFixture next = new SequencerFixture(log, 1_000, rooms);
        assertThat(next.error(next.send(ROOM, "bob", "m1", "x"))).isEqualTo("not-a-member");
        assertThat(next.error(next.member(ROOM, "eve", "fay", "member"))).isNull();

        owner.outbox().forEach(entry -> rooms.apply(new LogId(ROOM, 2), Member.of(entry)));
        owner.outbox().forEach(log::settled);
        SequencerFixture third = new SequencerFixture(log, 1_000, rooms);
        assertThat(third.error(third.send(ROOM, "bob", "m2", "x"))).isEqualTo("not-a-member");
        assertThat(third.error(third.send(ROOM, "fay", "m2", "x"))).isNull();
        assertThat(third.error(third.send(ROOM, "max", "m2", "x"))).isNull();
    }

    @Test
    void whatAnotherOwnerHasWrittenOfMembersCounts() {
        SequencerFixture other = new SequencerFixture(log, 1_000, rooms);
        assertThat(owner.error(owner.send(ROOM, "bob", "m1", "x"))).isNull();
        assertThat(other.error(other.member(ROOM, "ann", "bob", null))).isNull();
        assertThat(owner.error(owner.send(ROOM, "bob", "m2", "x"))).isEqualTo("not-a-member");
        assertThat(owner.shown(ROOM)).containsExactly("1:x", "2:removed bob member");
    }

    @Test
    void aRemovedRoomIsForNobody() {
        owner.make("gone");
        owner.remove("gone");
        assertThat(owner.error(owner.send("gone", "ann", "m1", "x"))).isEqualTo("not-a-member");
        assertThat(owner.error(owner.member("gone", "backend", "bob", "member", true)))
                .isEqualTo("room-not-found");
    }
}
