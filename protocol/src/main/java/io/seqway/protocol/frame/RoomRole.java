package io.seqway.protocol.frame;

import java.util.Arrays;
import java.util.Optional;

/** What a member may do in a room (docs/protocol.md, "Members"); each may what those behind it may. */
public enum RoomRole {
    /** Manages the room and all its members. A room has one at the least. */
    OWNER("owner"),
    /** Adds and removes plain members, and changes and deletes the messages of others. */
    MODERATOR("moderator"),
    /** Reads and writes. */
    MEMBER("member");

    private final String text;

    RoomRole(String text) {
        this.text = text;
    }

    /** As it stands on the wire. */
    public String text() {
        return text;
    }

    /** Whether this is a moderator at the least. */
    public boolean moderates() {
        return this != MEMBER;
    }

    /** The role of this name, if it is one. */
    public static Optional<RoomRole> of(String text) {
        return Arrays.stream(values()).filter(role -> role.text.equals(text)).findAny();
    }
}
