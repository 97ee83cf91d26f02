package io.seqway.gateway.room;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.FromStore.Page;
import io.seqway.protocol.cluster.Epochs;
import io.seqway.protocol.frame.Position;
import io.seqway.protocol.frame.ServerFrames.Joined;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** That one connection has joined one room: from the moment it asked until it leaves. */
public final class Subscription {
    private final String room;
    private final Hub hub;
    private final Subscriber subscriber;
    private final Promise<Joined> joined = Promise.promise();
    private final Promise<Void> admitted = Promise.promise();
    private RoomHub used;
    private RoomCursor cursor;
    private long memberSince;
    private boolean ended;

    Subscription(String room, Hub hub, Subscriber subscriber) {
        this.room = room;
        this.hub = hub;
        this.subscriber = subscriber;
    }

    /** Completes when the connection is where the room is; fails with a refusal if that cannot be. */
    public Future<Joined> joined() {
        return joined.future();
    }

    /** Completes when it is known that the connection may be in the room; fails with a refusal if it may not. */
    public Future<Void> admitted() {
        return admitted.future();
    }

    /** The epoch of the room, or {@code null} if the room has not answered yet. */
    public String epoch() {
        return used == null ? null : used.epoch();
    }

    /** The user is a member by the entry with this seq: what says otherwise in front of it does not matter. */
    public void memberSince(long seq) {
        if (cursor != null) {
            cursor.memberSince(seq);
        }
    }

    /** The last seq written to the connection's socket, or -1 if the room has not answered yet. */
    public long seq() {
        return cursor == null ? -1 : cursor.seq();
    }

    /** The connection says how far its user is; it need not be told so itself. */
    public void said(long delivered, long read) {
        if (cursor != null) {
            cursor.said(delivered, read);
        }
    }

    /** Leaves the room: nothing more of it is written. */
    public void end() {
        end(new Refusal(ErrorCode.NOT_JOINED, "overtaken by a later leave, join or resume of this room"));
    }

    /** As the other one; if the connection is not where the room is yet, it hears this. */
    public void end(Throwable why) {
        if (!ended) {
            ended = true;
            if (cursor != null) {
                cursor.detach();
            }
            if (used != null) {
                hub.unuse(used);
            }
            admitted.tryFail(why);
            joined.tryFail(why);
        }
    }

    /**
     * Starts from where the connection stands (docs/protocol.md, "Rooms").
     *
     * @param position where the client stands, or {@code null}
     * @param tail how many of the last entries to replay instead
     */
    void start(Position position, int tail) {
        if (subscriber.isAskedFirst(room)) {
            subscriber.admission(room).onFailure(this::fail).onSuccess(since -> {
                if (!ended) {
                    admitted.tryComplete();
                    open(position, tail);
                }
            });
        } else {
            open(position, tail);
        }
    }

    private void open(Position position, int tail) {
        used = hub.use(room, position == null ? -1 : position.seq());
        used.opened().onFailure(this::fail).onSuccess(roomHub -> {
            boolean closedMeanwhile = subscriber.isAskedFirst(room); // to a newer token
            if (Epochs.isMade(roomHub.epoch()) || closedMeanwhile) {
                admit(roomHub, position, tail);
            } else {
                begin(roomHub, position, tail);
            }
        });
    }

    /** Only the owner knows who may be in a room that was made; which may be made anew meanwhile. */
    private void admit(RoomHub roomHub, Position position, int tail) {
        String epoch = roomHub.epoch();
        subscriber.admission(room).onFailure(this::fail).onSuccess(since -> {
            if (ended) {
                return;
            }
            if (epoch.equals(roomHub.epoch())) {
                memberSince = since;
                begin(roomHub, position, tail);
            } else {
                admit(roomHub, position, tail);
            }
        });
    }

    private void begin(RoomHub roomHub, Position position, int tail) {
        if (ended) {
            return;
        }
        admitted.tryComplete();
        if (position == null) {
            follow(roomHub, RoomCursor.LIVE, Math.max(roomHub.floor(), roomHub.last() - tail), false);
        } else if (position.epoch() != null && !position.epoch().equals(roomHub.epoch())
                || position.seq() < roomHub.floor()) {
            follow(roomHub, "reset", roomHub.floor(), true);
        } else if (position.seq() <= roomHub.last()) {
            follow(roomHub, "recovered", position.seq(), false);
        } else {
            lookAgain(roomHub, position.seq());
        }
    }

    /** The client claims to have more than is known here: only the log itself can say that it has not. */
    private void lookAgain(RoomHub roomHub, long claimed) {
        hub.pages().after(room, claimed, 1, 1, hub.now()).onFailure(this::fail).onSuccess((Page page) -> {
            if (!ended) {
                boolean known = page.epoch().equals(roomHub.epoch()) && claimed <= page.head();
                follow(roomHub, known ? "recovered" : "reset", known ? claimed : roomHub.floor(), !known);
            }
        });
    }

    private void follow(RoomHub roomHub, String status, long behind, boolean reset) {
        cursor = new RoomCursor(roomHub, subscriber, hub);
        cursor.memberSince(Math.max(memberSince, roomHub.last()));
        cursor.start(status, behind, reset).onSuccess(joined::tryComplete).onFailure(this::fail);
    }

    private void fail(Throwable cause) {
        end(cause);
    }
}
