package io.seqway.gateway.room;

import io.seqway.gateway.socket.Broadcast;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.FromStore.Page;
import io.seqway.protocol.cluster.Epochs;
import io.seqway.protocol.frame.Cursor;
import io.seqway.protocol.frame.ServerFrames;
import io.seqway.protocol.frame.ServerFrames.Joined;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;

/**
 * The place of one connection in one room's log: the last seq that was written to its socket. Only the entry behind it
 * is ever written next, whether it comes live or is read from the log; so there is no seam between the two.
 */
final class RoomCursor {
    /** The status of whoever has claimed nothing. */
    static final String LIVE = "live";

    private static final long RETRY_MS = 1_000;
    private static final long NONE = Long.MAX_VALUE;
    private static final String REMOVED = "removed from the room";
    private static final String GONE = "the room was removed or made anew";

    private final RoomHub room;
    private final Subscriber subscriber;
    private final Hub hub;
    private final Promise<Joined> caughtUp = Promise.promise();

    private String status;
    private long seq;
    private long missed;
    private long from;
    private boolean resetPending;
    private boolean live;
    private boolean catchingUp;
    private boolean lagging;
    private boolean detached;
    private boolean slotHeld;
    private boolean held;
    private boolean waits;
    private long memberSince;
    private long pendingsFrom = NONE;
    private Cursor said;

    RoomCursor(RoomHub room, Subscriber subscriber, Hub hub) {
        this.room = room;
        this.subscriber = subscriber;
        this.hub = hub;
        this.said = Cursor.atStart(subscriber.userId());
    }

    /** The last seq written to the socket. */
    long seq() {
        return seq;
    }

    /** Whether everything that the hub has of the room was written, and new entries follow. */
    boolean isLive() {
        return live;
    }

    /**
     * Starts behind a seq and catches up with the room; then it is live.
     *
     * @param joinedStatus the status to report
     * @param reset whether what the client had of the room means nothing any more
     * @return completes when it is live for the first time; fails with a {@link Refusal} if the log cannot be read
     */
    Future<Joined> start(String joinedStatus, long behind, boolean reset) {
        status = joinedStatus;
        seq = behind;
        resetPending = reset;
        from = reset ? behind + 1 : 0;
        room.cursors().add(this);
        subscriber.replaySlots().take(() -> {
            slotHeld = true;
            if (detached) {
                giveSlotBack();
            } else {
                fallBehind();
            }
        });
        return caughtUp.future();
    }

    /** What stands in front of this entry about the membership of the user does not matter any more. */
    void memberSince(long entry) {
        memberSince = Math.max(memberSince, entry);
    }

    /** Takes the cursor off the room. */
    void detach() {
        if (!detached) {
            detached = true;
            live = false;
            room.cursors().remove(this);
            endCatchUp();
        }
    }

    /** Entries that just came in. */
    void deliver(long first, Broadcast entries) {
        if (!live) {
            return;
        }
        if (first > seq + 1) {
            fallBehind();
            return;
        }
        if (subscriber.isFull()) {
            lag();
            return;
        }
        List<byte[]> frames = entries.texts();
        long end = end(first, frames);
        if (end < Long.MAX_VALUE) {
            for (int i = (int) (seq + 1 - first); i < end - first; i++) {
                subscriber.write(frames.get(i));
            }
            seq = end - 1;
            expel(REMOVED);
            return;
        }
        if (first == seq + 1) {
            subscriber.write(entries);
        } else {
            for (int i = (int) (seq + 1 - first); i < frames.size(); i++) {
                subscriber.write(frames.get(i));
            }
        }
        seq = Math.max(seq, first + frames.size() - 1);
    }

    /** The seq of the entry by which the user has to go, behind what was written. */
    private long end(long first, List<byte[]> frames) {
        return Expulsion.of(subscriber.userId(), first, frames, Math.max(seq, memberSince));
    }

    /** The user may not be here any more. */
    private void expel(String reason) {
        detach();
        if (!caughtUp.tryFail(new Refusal(ErrorCode.NOT_A_MEMBER, "not a member of this room any more"))) {
            subscriber.expelled(room.name(), reason);
        }
    }

    /** Whether this is a connection of the user, or anybody's will do: {@code null}. */
    boolean isOf(String user) {
        return user == null || user.equals(subscriber.userId());
    }

    /**
     * Shows something that is not stored, if the connection is where the room is, and reads. One that has read the log
     * beyond what has come in here is not shown anything: it may have the entry already, which would not come again.
     *
     * @param sender who has sent it and is not shown it
     */
    void show(Broadcast frame, Object sender) {
        if (live && seq == room.last() && subscriber != sender && !subscriber.isFull()) {
            subscriber.write(frame);
        }
    }

    /** The connection says how far its user is. */
    void said(long delivered, long read) {
        said = said.to(delivered, read);
    }

    /**
     * Tells how far users are, if the connection reads, but for what it has said itself.
     *
     * @param receipts a frame for each of them
     */
    void tell(List<Cursor> moved, Broadcast receipts) {
        if (!live || subscriber.isFull()) {
            return;
        }
        if (moved.stream().noneMatch(this::isSaid)) {
            subscriber.write(receipts);
            return;
        }
        for (int i = 0; i < moved.size(); i++) {
            if (!isSaid(moved.get(i))) {
                subscriber.write(receipts.texts().get(i));
            }
        }
    }

    private boolean isSaid(Cursor cursor) {
        return cursor.delivered() <= said.delivered() && cursor.read() <= said.read() && isOf(cursor.userId());
    }

    /** Ends what was shown, unless the connection cannot have seen it, or has been told to forget it. */
    void fail(Broadcast frame, Pendings.Shown shown) {
        if (shown.number() < pendingsFrom || shown.sender() == subscriber) {
            return;
        }
        if (subscriber.isFull()) {
            lag();
        } else {
            subscriber.write(frame);
        }
    }

    /** The connection does not read: it is told that it is behind, and forgets what it was shown. */
    private void lag() {
        lagging = true;
        pendingsFrom = NONE;
        subscriber.lagging(room.name(), true);
        if (live) {
            fallBehind();
        }
    }

    /** The room went on without this cursor. */
    void fallBehind() {
        if (!detached) {
            live = false;
            if (!catchingUp) {
                catchingUp = true;
                room.beginsToCatchUp();
            }
            catchUp();
        }
    }

    /** The log was lost and begun anew: the connection gets the new one from its start, if it may. */
    void epochChanged() {
        restart();
        if (Epochs.isMade(room.epoch())) {
            waits |= live;
            live = false;
            holdUntilAdmitted();
        } else if (live) {
            fallBehind();
        }
    }

    /**
     * What comes next is gone. Who knows nothing of the room yet, and has claimed nothing, begins where it begins. Whether
     * the user was removed may have been said by what is gone, so it is asked.
     */
    private void passedByFloor() {
        if (status.equals(LIVE) && missed == 0 && !caughtUp.future().isComplete()) {
            seq = room.floor();
        } else {
            restart();
        }
        if (Epochs.isMade(room.epoch())) {
            holdUntilAdmitted();
        }
        catchUp();
    }

    /** Nothing more is written before the owner of the room has said that the user may be there. */
    private void holdUntilAdmitted() {
        held = true;
        admit(room.epoch());
    }

    private void admit(String epoch) {
        subscriber.admission(room.name()).onComplete(asked -> {
            if (detached || !epoch.equals(room.epoch())) {
                return; // for another log it was asked anew
            }
            if (asked.succeeded()) {
                held = false;
                memberSince = Math.max(asked.result(), room.last());
                if (waits) {
                    waits = false;
                    fallBehind();
                }
            } else if (asked.cause() instanceof Refusal refusal
                    && refusal.code().retryable()) {
                hub.later(RETRY_MS, () -> admit(epoch));
            } else {
                expel(GONE);
            }
        });
    }

    private void restart() {
        status = "reset";
        seq = room.floor();
        from = seq + 1;
        resetPending = true;
    }

    private void catchUp() {
        if (detached || live) {
            return;
        }
        if (held) {
            waits = true;
            return;
        }
        if (subscriber.isFull()) {
            subscriber.onceDrained(this::catchUp);
        } else if (resetPending && seq >= room.last()) {
            writeMissed(seq + 1, List.of());
            catchUp();
        } else if (seq >= room.last()) {
            goLive();
        } else if (room.tail().reaches(seq)) {
            writeMissed(seq + 1, room.tail().after(seq, Limits.PAGE_ENTRIES, Limits.PAGE_BYTES));
            catchUp();
        } else {
            hub.pages()
                    .after(room.name(), seq, Limits.PAGE_ENTRIES, Limits.PAGE_BYTES, hub.now())
                    .onSuccess(this::read)
                    .onFailure(this::readFailed);
        }
    }

    private void read(Page page) {
        if (detached) {
            return;
        }
        if (held) {
            waits = true;
            return;
        }
        boolean known = page.epoch().equals(room.epoch()) && !page.frames().isEmpty();
        if (known) {
            room.raiseFloor(page.floor());
        }
        if (known && page.first() == seq + 1) {
            writeMissed(page.first(), page.frames());
            catchUp();
        } else if (known && page.first() > seq + 1 && page.floor() > seq) {
            passedByFloor();
        } else {
            hub.later(RETRY_MS, this::catchUp);
        }
    }

    private void readFailed(Throwable cause) {
        if (detached) {
            return;
        }
        if (caughtUp.future().isComplete()) {
            hub.later(RETRY_MS, this::catchUp);
        } else {
            detach();
            caughtUp.fail(cause);
        }
    }

    private void writeMissed(long first, List<byte[]> page) {
        long end = end(first, page);
        List<byte[]> frames = end == Long.MAX_VALUE ? page : page.subList(0, (int) (end - first));
        long to = first + frames.size() - 1;
        if (frames.isEmpty() && end < Long.MAX_VALUE) {
            expel(REMOVED);
            return;
        }
        subscriber.write(ServerFrames.missed(
                room.name(), room.epoch(), first, frames, to < room.last() && end == Long.MAX_VALUE, resetPending));
        resetPending = false;
        seq = to;
        missed += frames.size();
        if (end < Long.MAX_VALUE) {
            expel(REMOVED);
        }
    }

    private void goLive() {
        live = true;
        pendingsFrom = Math.min(pendingsFrom, room.pendings().last() + 1);
        endCatchUp();
        if (lagging) {
            lagging = false;
            subscriber.lagging(room.name(), false);
        }
        caughtUp.tryComplete(new Joined(status, seq, room.epoch(), missed, from, null));
    }

    private void endCatchUp() {
        if (catchingUp) {
            catchingUp = false;
            room.endsToCatchUp();
        }
        giveSlotBack();
    }

    private void giveSlotBack() {
        if (slotHeld) {
            slotHeld = false;
            subscriber.replaySlots().giveBack();
        }
    }
}
