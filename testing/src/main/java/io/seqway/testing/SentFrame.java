package io.seqway.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket frame (RFC 6455, section 5.2) as a client would send it, or as no client may.
 *
 * @param opcode 0 to 15
 * @param rsv the three reserved bits, 0 to 7
 * @param lengthForm how the length is written
 * @param declaredLength the length that is written, which need not be that of the payload
 */
public record SentFrame(
        int opcode, boolean fin, int rsv, boolean masked, LengthForm lengthForm, long declaredLength, byte[] payload) {

    public static final int CONTINUATION = 0x0;
    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xA;

    private static final int LENGTH_16_BITS = 126;
    private static final int LENGTH_64_BITS = 127;
    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

    /** How a length is written: in the 7 bits of the second byte, or behind it. */
    public enum LengthForm {
        SHORTEST,
        BITS_16,
        BITS_64
    }

    /** A proper frame: final, masked, its length in the shortest form. */
    public static SentFrame of(int opcode, byte[] payload) {
        return new SentFrame(opcode, true, 0, true, LengthForm.SHORTEST, payload.length, payload);
    }

    public static SentFrame text(String text) {
        return of(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A close frame with a code and no reason. */
    public static SentFrame close(int code) {
        return of(CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
    }

    /** The same as a part that is not the last. */
    public SentFrame notFinal() {
        return new SentFrame(opcode, false, rsv, masked, lengthForm, declaredLength, payload);
    }

    public SentFrame withRsv(int bits) {
        return new SentFrame(opcode, fin, bits, masked, lengthForm, declaredLength, payload);
    }

    public SentFrame unmasked() {
        return new SentFrame(opcode, fin, rsv, false, lengthForm, declaredLength, payload);
    }

    /**
     * The same with another length field.
     *
     * @param length may be negative for the 64-bit form: then its most significant bit is set
     */
    public SentFrame withLength(LengthForm form, long length) {
        return new SentFrame(opcode, fin, rsv, masked, form, length, payload);
    }

    /** What goes over the wire. */
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write((fin ? 0x80 : 0) | rsv << 4 | opcode);
        bytes.writeBytes(length());
        if (masked) {
            bytes.writeBytes(MASK);
        }
        for (int i = 0; i < payload.length; i++) {
            bytes.write(masked ? payload[i] ^ MASK[i % MASK.length] : payload[i]);
        }
        return bytes.toByteArray();
    }

    private byte[] length() {
        int mask = masked ? 0x80 : 0;
        return switch (form()) {
            case SHORTEST -> new byte[] {(byte) (mask | (int) declaredLength)};
            case BITS_16 ->
                ByteBuffer.allocate(3)
                        .put((byte) (mask | LENGTH_16_BITS))
                        .putShort((short) declaredLength)
                        .array();
            case BITS_64 ->
                ByteBuffer.allocate(9)
                        .put((byte) (mask | LENGTH_64_BITS))
                        .putLong(declaredLength)
                        .array();
        };
    }

    private LengthForm form() {
        if (lengthForm != LengthForm.SHORTEST || declaredLength < LENGTH_16_BITS) {
            return lengthForm;
        }
        return declaredLength < 1 << Short.SIZE ? LengthForm.BITS_16 : LengthForm.BITS_64;
    }
}
