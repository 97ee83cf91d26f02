package io.seqway.testing;

/**
 * How a WebSocket ended.
 *
 * @param code the close code; 1006 where the connection ended without one
 * @param reason the peer's words, or those of the failure; may be empty
 */
public record SocketClose(int code, String reason) {

    /** Ended without a close frame. */
    public static final int ABNORMAL = 1006;
}
