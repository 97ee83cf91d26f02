package io.seqway.gateway.room;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.auth.RoomAccess;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.RoomMessage.RoomRight;
import io.vertx.core.Future;

/**
 * Who may be in which room: by the token and the configuration, or, where the room was made, as its owner says. What is
 * stored the owner decides once more (docs/protocol.md, "Members").
 */
public final class Entrance {
    private final Hub hub;
    private final RoomAccess access;

    public Entrance(Hub hub, RoomAccess access) {
        this.hub = hub;
        this.access = access;
    }

    /** Whether the room is open to this user unless it was made. */
    public boolean admitsUnmade(Identity identity, String room) {
        return access.admits(identity, room);
    }

    /**
     * Asks the owner of the room.
     *
     * @return what the user may do there; fails with a {@link Refusal}, the same for a room that does not exist, if the user
     *     may not be there
     */
    public Future<RoomRight> ask(Identity identity, String room) {
        return hub.rights()
                .of(room, identity.userId())
                .compose(right -> admits(identity, right)
                        ? Future.succeededFuture(right)
                        : Future.failedFuture(refusal(identity, right)));
    }

    /** As {@link #ask}, but does not ask where it is known here that the room was never made. */
    public Future<Void> enter(Identity identity, String room) {
        return admitsUnmade(identity, room) && hub.isUnmade(room)
                ? Future.succeededFuture()
                : ask(identity, room).mapEmpty();
    }

    private boolean admits(Identity identity, RoomRight right) {
        return switch (right.access()) {
            case RoomRight.UNMADE -> admitsUnmade(identity, right.room());
            case RoomRight.OPEN -> true;
            case RoomRight.MEMBERS -> right.role() != null || identity.grants(right.room());
            default -> false;
        };
    }

    private static Refusal refusal(Identity identity, RoomRight right) {
        return right.access().equals(RoomRight.GONE) && identity.service()
                ? new Refusal(ErrorCode.ROOM_NOT_FOUND, "there is no such room")
                : RoomAccess.notAMember();
    }
}
