package io.seqway.protocol.bus;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Something for whoever is in a room now, which is not stored.
 *
 * @param node the gateway node of the connection that sent it
 * @param hub the index of its hub on that node, which has told its own connections already
 * @param to the user whose connections alone shall get it, or {@code null} for all
 * @param frame the {@code signal} or {@code typing} frame
 * @param typing what the frame says, if it is a {@code typing}; else {@code null}
 */
public record Signal(
        String node,
        int hub,
        String room,
        String to,
        byte[] frame,
        @JsonInclude(JsonInclude.Include.NON_NULL) Typing typing) {

    /** That a user types, or does not any more. */
    public record Typing(String user, boolean typing) {}

    /** A signal of a client. */
    public Signal(String node, int hub, String room, String to, byte[] frame) {
        this(node, hub, room, to, frame, null);
    }
}
