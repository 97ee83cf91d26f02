package io.seqway.protocol.frame;

/**
 * Where a client stands in a room.
 *
 * @param epoch the incarnation of the log that the client knows, or {@code null} where it gave a bare number
 * @param seq the last seq that it has applied; 0 for none
 */
public record Position(String epoch, long seq) {}
