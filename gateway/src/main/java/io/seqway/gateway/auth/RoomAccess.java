package io.seqway.gateway.auth;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;

/**
 * Who may enter which room that was never made.
 *
 * @param open whether everybody may enter every room; otherwise the token must grant it
 */
public record RoomAccess(boolean open) {
    /** Whether this user may be in the room. */
    public boolean admits(Identity identity, String room) {
        return open || identity.grants(room);
    }

    /** What is said to whoever may not be in a room, the same of one that does not exist. */
    public static Refusal notAMember() {
        return new Refusal(ErrorCode.NOT_A_MEMBER, "not a member of this room");
    }
}
