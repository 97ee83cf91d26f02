package io.seqway.gateway.room;

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

    /** Entries behind the last one. */
    void deliver(long first, List<byte[]> frames) {
        last = first + frames.size() - 1;
        for (int i = 0; i < cursors.size(); i++) {
            cursors.get(i).deliver(first, frames);
        }
        if (catchingUp > 0) {
            tail.add(first, frames);
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
