package io.seqway.gateway.room;

import io.seqway.gateway.socket.Broadcast;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.bus.Pending;
import io.seqway.protocol.bus.Signal;
import io.seqway.protocol.frame.Cursor;
import io.seqway.protocol.frame.MessageName;
import io.seqway.protocol.frame.ServerFrames;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** One room on one event loop: where it stands, and the cursors of the connections that have joined it there. */
final class RoomHub {
    private final String name;
    private final Promise<RoomHub> opened = Promise.promise();
    private final List<RoomCursor> cursors = new ArrayList<>();
    private final Tail tail = new Tail();
    private final Pendings pendings = new Pendings();
    private final Typings typings = new Typings();
    private final long askedAt;
    private String epoch;
    private long floor;
    private long last = -1;
    private int catchingUp;
    private int subscriptions;

    /** @param askedAt when the room was asked for, in ms of a monotonic clock */
    RoomHub(String name, long askedAt) {
        this.name = name;
        this.askedAt = askedAt;
    }

    String name() {
        return name;
    }

    String epoch() {
        return epoch;
    }

    /** Entries up to this seq are gone. */
    long floor() {
        return floor;
    }

    /** Entries up to this seq are gone by now. */
    void raiseFloor(long seq) {
        floor = Math.max(floor, seq);
    }

    /** The last seq that came in. */
    long last() {
        return last;
    }

    /** Completes when it is known where the room ends; fails if nobody says so in time. */
    Future<RoomHub> opened() {
        return opened.future();
    }

    boolean isOpen() {
        return last >= 0;
    }

    long askedAt() {
        return askedAt;
    }

    /** One more subscription. */
    void used() {
        subscriptions++;
    }

    /** One subscription less: whether none is left. */
    boolean unused() {
        return --subscriptions <= 0;
    }

    List<RoomCursor> cursors() {
        return cursors;
    }

    Tail tail() {
        return tail;
    }

    /** The room is as the feed says; entries behind the head will follow. */
    void open(String newEpoch, long newFloor, long head) {
        boolean sameLog = newEpoch.equals(epoch);
        boolean again = isOpen();
        epoch = newEpoch;
        floor = newFloor;
        last = head;
        tail.clear();
        if (!again) {
            opened.complete(this);
        } else if (sameLog) {
            List.copyOf(cursors).stream()
                    .filter(cursor -> cursor.isLive() && cursor.seq() < last)
                    .forEach(RoomCursor::fallBehind);
        } else {
            List.copyOf(cursors).forEach(RoomCursor::epochChanged);
        }
    }

    void fail(Throwable cause) {
        opened.tryFail(cause);
    }

    /**
     * Entries behind the last one.
     *
     * @param stale up to this seq, entries are shown otherwise than before
     */
    void deliver(long first, List<byte[]> frames, long stale) {
        tail.forget(stale);
        last = first + frames.size() - 1;
        List<RoomCursor> all = Expulsion.isIn(frames) ? List.copyOf(cursors) : cursors;
        try (Broadcast entries = new Broadcast(frames)) {
            for (int i = 0; i < all.size(); i++) {
                all.get(i).deliver(first, entries);
            }
        }
        pendings.stored(frames);
        if (catchingUp > 0) {
            tail.add(first, frames);
        }
    }

    /** What is shown here before it is stored. */
    Pendings pendings() {
        return pendings;
    }

    /**
     * Shows a message before it is stored.
     *
     * @param sender the connection of this hub that has sent it, or {@code null}: it knows what it has said
     */
    void pending(Pending pending, Object sender, long now) {
        MessageName name = new MessageName(pending.sender(), pending.clientMsgId());
        if (pendings.begin(name, sender, now)) {
            show(pending.frame(), null, sender);
        }
    }

    /** A message is not shown any more, though it has not become an entry. */
    void failed(Pending pending) {
        MessageName name = new MessageName(pending.sender(), pending.clientMsgId());
        Pendings.Shown shown = pendings.end(name);
        if (shown != null) {
            failed(name, shown, pending.code());
        }
    }

    /**
     * Ends what was shown for too long.
     *
     * @return whether nothing is left that ends by itself
     */
    boolean expire(long now) {
        pendings.expire(now, (pending, shown) -> failed(pending, shown, ErrorCode.TIMEOUT.text()));
        typings.expire(now, (user, by) -> show(ServerFrames.typing(name, user, false), null, by));
        return pendings.isEmpty() && typings.isEmpty();
    }

    private void failed(MessageName pending, Pendings.Shown shown, String code) {
        byte[] frame = ServerFrames.failed(name, pending.sender(), pending.clientMsgId(), code);
        try (Broadcast failed = new Broadcast(List.of(frame))) {
            for (int i = 0; i < cursors.size(); i++) {
                cursors.get(i).fail(failed, shown);
            }
        }
    }

    /** @param by the connection that says it, if it is one of these */
    void signal(Signal signal, Subscriber by, long now) {
        if (signal.typing() == null || typings.heard(signal.typing(), by, now)) {
            show(signal.frame(), signal.to(), by);
        }
    }

    /** Users have moved: everybody is told but those who have said so. */
    void moved(List<Cursor> moved) {
        List<byte[]> frames =
                moved.stream().map(cursor -> ServerFrames.receipt(name, cursor)).toList();
        try (Broadcast all = new Broadcast(frames)) {
            for (int i = 0; i < cursors.size(); i++) {
                cursors.get(i).tell(moved, all);
            }
        }
    }

    /**
     * @param to the user whose connections it is for, or {@code null} for those of all
     * @param by the connection that it is from, if it is one of these
     */
    private void show(byte[] frame, String to, Object by) {
        try (Broadcast shown = new Broadcast(List.of(frame))) {
            for (int i = 0; i < cursors.size(); i++) {
                if (cursors.get(i).isOf(to)) {
                    cursors.get(i).show(shown, by);
                }
            }
        }
    }

    /** A cursor begins to read the log until it is where the room is. */
    void beginsToCatchUp() {
        catchingUp++;
    }

    void endsToCatchUp() {
        if (--catchingUp == 0) {
            tail.clear();
        }
    }
}
