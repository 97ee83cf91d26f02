package io.seqway.gateway.room;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.BusMessage.Page;
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
    private RoomHub used;
    private RoomCursor cursor;
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

    /** The last seq written to the connection's socket, or -1 if the room has not answered yet. */
    public long seq() {
        return cursor == null ? -1 : cursor.seq();
    }

    /** Leaves the room: nothing more of it is written. */
    public void end() {
        if (!ended) {
            ended = true;
            if (cursor != null) {
                cursor.detach();
            }
            hub.unuse(used);
            joined.tryFail(
                    new Refusal(ErrorCode.NOT_JOINED, "overtaken by a later leave, join or resume of this room"));
        }
    }

    /**
     * Starts from where the connection stands (docs/protocol.md, "Rooms").
     *
     * @param position where the client stands, or {@code null}
     * @param tail how many of the last entries to replay instead
     */
    void start(Position position, int tail) {
        used = hub.use(room, position == null ? -1 : position.seq());
        used.opened().onFailure(this::fail).onSuccess(roomHub -> {
            if (ended) {
                return;
            }
            if (position == null) {
                follow(roomHub, "live", Math.max(roomHub.floor(), roomHub.last() - tail), false);
            } else if (position.epoch() != null && !position.epoch().equals(roomHub.epoch())
                    || position.seq() < roomHub.floor()) {
                follow(roomHub, "reset", roomHub.floor(), true);
            } else if (position.seq() <= roomHub.last()) {
                follow(roomHub, "recovered", position.seq(), false);
            } else {
                lookAgain(roomHub, position.seq());
            }
        });
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
        cursor.start(status, behind, reset).onSuccess(joined::tryComplete).onFailure(this::fail);
    }

    private void fail(Throwable cause) {
        joined.tryFail(cause);
        end();
    }
}
