package io.seqway.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket frame as a server sent it.
 *
 * @param rsv the three reserved bits
 */
public record ReceivedFrame(int opcode, boolean fin, int rsv, byte[] payload) {

    /** The code of a close frame; 1005 where it has none. */
    private static final int NO_CODE = 1005;

    public boolean isClose() {
        return opcode == SentFrame.CLOSE;
    }

    /** The payload as a text; a close frame is an {@link AssertionError} that tells its code and reason. */
    public String text() {
        if (isClose()) {
            throw new AssertionError("A text was awaited, and the server closes: " + close());
        }
        return utf8();
    }

    private String utf8() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** Code and reason of a close frame. */
    public SocketClose close() {
        if (!isClose()) {
            throw new IllegalStateException("Not a close frame: " + this);
        }
        if (payload.length < 2) {
            return new SocketClose(NO_CODE, "");
        }
        int code = Short.toUnsignedInt(ByteBuffer.wrap(payload).getShort());
        return new SocketClose(code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "frame of opcode " + opcode + (fin ? "" : ", not final") + ": " + (isClose() ? close() : utf8());
    }
}
