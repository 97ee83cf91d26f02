package io.seqway.gateway.room;

import io.seqway.gateway.socket.Broadcast;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.BusMessage.Page;
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
    private static final long RETRY_MS = 1_000;
    private static final long NONE = Long.MAX_VALUE;

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
    private long pendingsFrom = NONE;

    RoomCursor(RoomHub room, Subscriber subscriber, Hub hub) {
        this.room = room;
        this.subscriber = subscriber;
        this.hub = hub;
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
        if (first == seq + 1) {
            subscriber.write(entries);
        } else {
            for (int i = (int) (seq + 1 - first); i < frames.size(); i++) {
                subscriber.write(frames.get(i));
            }
        }
        seq = Math.max(seq, first + frames.size() - 1);
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

    /** The log was lost and begun anew: the connection gets the new one from its start. */
    void epochChanged() {
        restart();
        if (live) {
            fallBehind();
        }
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
        if (page.epoch().equals(room.epoch())
                && page.first() == seq + 1
                && !page.frames().isEmpty()) {
            writeMissed(page.first(), page.frames());
            catchUp();
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

    private void writeMissed(long first, List<byte[]> frames) {
        long to = first + frames.size() - 1;
        subscriber.write(ServerFrames.missed(room.name(), room.epoch(), first, frames, to < room.last(), resetPending));
        resetPending = false;
        seq = to;
        missed += frames.size();
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
