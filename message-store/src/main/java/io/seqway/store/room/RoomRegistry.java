package io.seqway.store.room;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.RoomMessage.MadeRoom;
import io.seqway.protocol.bus.RoomMessage.Manage;
import io.seqway.protocol.bus.RoomMessage.RoomMember;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.Submission.Change;
import io.seqway.protocol.bus.Submission.MemberChange;
import io.seqway.protocol.frame.Message;
import io.seqway.protocol.frame.RoomRole;
import io.seqway.store.member.Member;
import io.seqway.store.member.RoomDocument;
import io.seqway.store.member.RoomStore;
import io.seqway.store.member.Roster;
import io.seqway.store.sequence.Scheduler;
import io.seqway.store.sequence.Sequencer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Makes rooms, changes and removes them: what their owner does of it, one after the other in each room
 * (docs/architecture.md, "Rooms and members"). Everything fails with a {@link Refusal} where it may not be.
 */
public final class RoomRegistry {
    /** What it tells others. */
    public interface Listener {
        /** The log of a room is another one now. */
        void renewed(String room);

        /**
         * A room was removed.
         *
         * @param removed its document
         * @param members who was in it
         */
        void removed(RoomDocument removed, List<String> members);
    }

    private final Sequencer sequencer;
    private final OwnEntries entries;
    private final LongSupplier wallClock;
    private final Listener listener;
    private final RoomChanges changes;
    private final Map<String, Future<?>> turns = new HashMap<>();

    /** @param wallClock the time in ms since 1970 */
    public RoomRegistry(
            RoomStore store,
            Sequencer sequencer,
            OwnEntries entries,
            Scheduler scheduler,
            LongSupplier wallClock,
            Listener listener) {
        this.sequencer = sequencer;
        this.entries = entries;
        this.wallClock = wallClock;
        this.listener = listener;
        Consumer<String> renewed = listener::renewed;
        this.changes = new RoomChanges(store, sequencer, scheduler, wallClock, renewed);
    }

    /** Makes a room; once it has its members. The same again, of the same user, is as good. */
    public Future<MadeRoom> make(Manage asked) {
        return inTurn(asked.room(), () -> sequencer.roster(asked.room()).compose(roster -> {
                    RoomDocument before = roster.document();
                    if (roster.isMade() && !roster.isGone()) {
                        return before.isMadeBy(asked.by().id(), asked.content())
                                ? found(before)
                                : Future.failedFuture(RoomChanges.alreadyThere());
                    }
                    RoomDocument next = RoomDocument.make(
                            asked.room(),
                            before,
                            asked.content(),
                            asked.by().id(),
                            founders(asked),
                            wallClock.getAsLong());
                    return changes.renew(next, before == null).compose(this::found);
                }))
                .compose(made -> show(asked));
    }

    /** Who makes a room owns it, unless that is a backend. */
    private static List<RoomMember> founders(Manage asked) {
        List<RoomMember> founders = new ArrayList<>();
        String maker = asked.by().id();
        if (!asked.service()) {
            founders.add(new RoomMember(maker, RoomRole.OWNER.text(), 0));
        }
        asked.content().members().stream()
                .filter(member -> asked.service() || !member.user().equals(maker))
                .forEach(founders::add);
        return founders;
    }

    /** Goes on with a room that was made and has not all of its members yet. */
    public Future<Void> goOn(RoomDocument due) {
        return inTurn(due.room(), () -> sequencer.roster(due.room()).compose(roster -> {
            RoomDocument now = roster.document();
            if (now == null || now.version() < due.version()) {
                changes.reopen(due.room()); // a former owner has changed it late
                return sequencer.roster(due.room()).compose(read -> found(read.document()));
            }
            return found(now);
        }));
    }

    private Future<Void> found(RoomDocument room) {
        if (room == null || room.founders().isEmpty()) {
            return Future.succeededFuture();
        }
        List<Future<Void>> outcomes = new ArrayList<>();
        List<Submission> added = new ArrayList<>();
        for (RoomMember founder : room.founders()) {
            Promise<Void> outcome = Promise.promise();
            outcomes.add(outcome.future());
            added.add(entries.begin(founding(room, added.size(), founder), outcome));
        }
        sequencer.submit(added);
        return Future.all(outcomes)
                .compose(all -> sequencer.roster(room.room()))
                .compose(roster -> changes.change(roster.document().founded())
                        .onSuccess(roster::become)
                        .mapEmpty());
    }

    private static Submission founding(RoomDocument room, int number, RoomMember founder) {
        return Submission.change(
                Message.KIND_MEMBER,
                room.room(),
                new Author(room.creator(), null, null),
                "seqway.made." + number,
                Message.NO_BODY,
                new Change(0, 0, null, true, new MemberChange(founder.user(), founder.role())));
    }

    /** Shows a room to somebody who may see it. */
    public Future<MadeRoom> show(Manage asked) {
        return there(asked).compose(roster -> sequencer.ends(asked.room()).map(page -> {
            RoomDocument room = roster.document();
            RoomRole role = roster.role(asked.by().id());
            return new MadeRoom(
                    room.room(),
                    room.access(),
                    room.title(),
                    room.metadata(),
                    room.retention(),
                    room.createdAt(),
                    role == null ? null : role.text(),
                    page.epoch(),
                    page.head(),
                    roster.size());
        }));
    }

    /** Gives a room another title, other metadata, or another retention. */
    public Future<MadeRoom> change(Manage asked) {
        return inTurn(asked.room(), () -> managed(asked)
                        .compose(roster -> changes.change(roster.document().with(asked.content()))
                                .onSuccess(roster::become)
                                .onFailure(e -> changes.reopen(asked.room()))))
                .compose(changed -> show(asked));
    }

    /** Removes a room with all that is in it. The same request again is as good. */
    public Future<Void> remove(Manage asked) {
        return inTurn(asked.room(), () -> sequencer.roster(asked.room()).compose(roster -> {
            if (roster.isGone() && roster.document().removed().equals(asked.request())) {
                return Future.succeededFuture();
            }
            return managed(asked).compose(managed -> {
                List<String> users = managed.users();
                return changes.renew(managed.document().without(asked.request()), false)
                        .onSuccess(removed -> listener.removed(removed, users))
                        .<Void>mapEmpty();
            });
        }));
    }

    /** A page of the members of a room, in rising ids, and one more if there are others. */
    public Future<List<Member>> members(Manage asked) {
        return there(asked).map(roster -> roster.page(asked.after(), asked.limit() + 1));
    }

    /** Stores that nothing is left of a removed incarnation. */
    Future<Void> buried(String room, int incarnation) {
        return inTurn(room, () -> sequencer.roster(room).compose(roster -> {
            RoomDocument now = roster.document();
            return now == null || !now.dead().contains(incarnation)
                    ? Future.succeededFuture()
                    : changes.change(now.buried(incarnation))
                            .onSuccess(roster::become)
                            .onFailure(e -> changes.reopen(room))
                            .mapEmpty();
        }));
    }

    private Future<Roster> there(Manage asked) {
        return sequencer
                .roster(asked.room())
                .compose(roster -> roster.isMade() && !roster.isGone()
                        ? Future.succeededFuture(roster)
                        : Future.failedFuture(
                                asked.service()
                                        ? new Refusal(ErrorCode.ROOM_NOT_FOUND, "there is no such room")
                                        : notAMember()));
    }

    private Future<Roster> managed(Manage asked) {
        return there(asked).compose(roster -> {
            RoomRole role = roster.role(asked.by().id());
            if (asked.service() || role == RoomRole.OWNER) {
                return Future.succeededFuture(roster);
            }
            boolean sees = role != null || !roster.document().isRestricted();
            return Future.failedFuture(
                    sees ? new Refusal(ErrorCode.FORBIDDEN, "only its owners change a room") : notAMember());
        });
    }

    private static Refusal notAMember() {
        return new Refusal(ErrorCode.NOT_A_MEMBER, "not a member of this room");
    }

    private <T> Future<T> inTurn(String room, Supplier<Future<T>> task) {
        Future<?> before = turns.getOrDefault(room, Future.succeededFuture());
        Future<T> turn = before.transform(done -> task.get());
        turns.put(room, turn);
        turn.onComplete(done -> turns.remove(room, turn));
        return turn;
    }
}
