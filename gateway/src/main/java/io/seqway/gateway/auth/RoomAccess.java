package io.seqway.gateway.auth;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;

/**
 * Who may enter which room.
 *
 * @param open whether everybody may enter every room; otherwise the token must grant it
 */
public record RoomAccess(boolean open) {
    /** Whether this user may be in the room. */
    public boolean admits(Identity identity, String room) {
        return open || identity.grants(room);
    }

    /** Throws a {@link Refusal}, the same for a room that does not exist, unless this user may be in the room. */
    public void require(Identity identity, String room) {
        if (!admits(identity, room)) {
            throw notAMember();
        }
    }

    public static Refusal notAMember() {
        return new Refusal(ErrorCode.NOT_A_MEMBER, "not a member of this room");
    }
}
