package io.seqway.verification.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One WebSocket frame of a client (RFC 6455, section 5.2), also one that must not be. */
final class WireFrame {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int MAX_HEADER = 14;
    private static final byte[] MASK = {0x5a, 0x17, (byte) 0xc3, 0x21};

    private WireFrame() {}

    static byte[] text(String text) {
        return of(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] of(int opcode, byte[] payload) {
        return of(FINAL | opcode, payload, payload.length, true);
    }

    /** One that others follow. */
    static byte[] fragment(int opcode, byte[] payload) {
        return of(opcode, payload, payload.length, true);
    }

    /**
     * Any.
     *
     * @param first the first byte: FIN, RSV and opcode
     * @param length what the header says, whatever the payload
     */
    static byte[] of(int first, byte[] payload, long length, boolean masked) {
        ByteBuffer frame = ByteBuffer.allocate(MAX_HEADER + payload.length);
        frame.put((byte) first);
        int mask = masked ? MASKED : 0;
        if (length < 126) {
            frame.put((byte) (mask | (int) length));
        } else if (length < 65_536) {
            frame.put((byte) (mask | 126)).putShort((short) length);
        } else {
            frame.put((byte) (mask | 127)).putLong(length);
        }
        if (masked) {
            frame.put(MASK);
        }
        for (int i = 0; i < payload.length; i++) {
            frame.put(masked ? (byte) (payload[i] ^ MASK[i % MASK.length]) : payload[i]);
        }
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }

    /** The payload of a close frame. */
    static byte[] closing(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + text.length)
                .putShort((short) code)
                .put(text)
                .array();
    }
}
