package io.seqway.protocol.frame;

import io.seqway.protocol.Refusal;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A frame with a payload that is no text: the length of its header, 2 bytes big-endian, the header, which is a JSON
 * object, and the payload.
 *
 * @param header the JSON text
 */
record BinaryFrame(String header, Buffer payload) {
    private static final int LENGTH_BYTES = 2;

    /** Takes it apart, without a copy of the payload; throws a {@link Refusal} where it is malformed. */
    static BinaryFrame of(Buffer frame) {
        if (frame.length() < LENGTH_BYTES) {
            throw Refusal.badRequest("header length: a binary frame begins with it, 2 bytes, big-endian");
        }
        int end = LENGTH_BYTES + frame.getUnsignedShort(0);
        if (end > frame.length()) {
            throw Refusal.badRequest("header length must be at most " + (frame.length() - LENGTH_BYTES)
                    + ", the bytes that follow it, and is " + (end - LENGTH_BYTES));
        }
        return new BinaryFrame(decode(frame.getBytes(LENGTH_BYTES, end)), frame.slice(end, frame.length()));
    }

    private static String decode(byte[] header) {
        try {
            // unlike a String, it does not take what is not UTF-8
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header))
                    .toString();
        } catch (CharacterCodingException e) {
            throw notAnObject();
        }
    }

    static Refusal notAnObject() {
        return Refusal.badRequest("header must be one JSON object in UTF-8");
    }
}
