package io.seqway.protocol.bus;

/**
 * Something for whoever is in a room now, which is not stored.
 *
 * @param node the gateway node of the connection that sent it
 * @param hub the index of its hub on that node, which has told its own connections already
 * @param to the user whose connections alone shall get it, or {@code null} for all
 * @param frame the {@code signal} frame
 */
public record Signal(String node, int hub, String room, String to, byte[] frame) {}
