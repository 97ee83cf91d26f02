package io.seqway.gateway.socket;

import io.seqway.protocol.CloseCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Puts the messages of one connection together from their frames (RFC 6455, section 5.4). Its own rather than
 * Vert.x's, which loses a message whose first fragment is empty and drops one that is too big without a word.
 */
final class FrameAssembler {
    /** More fragments than this in one message are an attack. */
    private static final int MAX_FRAGMENTS = 1024;

    private final int maxTextBytes;
    private final int maxBinaryBytes;
    private final Consumer<String> text;
    private final Consumer<Buffer> binary;
    private final BiConsumer<CloseCode, String> violation;
    private final Utf8 utf8 = new Utf8();

    private Buffer message;
    private boolean isBinary;
    private boolean peerIsKnown;
    private int fragments;

    /**
     * @param maxTextBytes of a text message, {@code max-frame-bytes}
     * @param maxBinaryBytes of a binary message, {@code max-chunk-bytes}
     * @param violation called with the reason to close the connection; nothing is to be given afterwards
     */
    FrameAssembler(
            int maxTextBytes,
            int maxBinaryBytes,
            Consumer<String> text,
            Consumer<Buffer> binary,
            BiConsumer<CloseCode, String> violation) {
        this.maxTextBytes = maxTextBytes;
        this.maxBinaryBytes = maxBinaryBytes;
        this.text = text;
        this.binary = binary;
        this.violation = violation;
    }

    /** From now on binary messages may be as large as any; before, no larger than texts. */
    void peerIsKnown() {
        peerIsKnown = true;
    }

    /** A data frame. */
    void frame(WebSocketFrame frame) {
        if (!frame.isContinuation()) {
            isBinary = frame.isBinary();
        }
        Buffer part = frame.binaryData();
        int held = message == null ? 0 : message.length();
        boolean isChunk = isBinary && peerIsKnown;
        if (held + part.length() > (isChunk ? maxBinaryBytes : maxTextBytes)) {
            message = null;
            violation.accept(
                    CloseCode.TOO_BIG,
                    isChunk ? "max-chunk-bytes=" + maxBinaryBytes : "max-frame-bytes=" + maxTextBytes);
            return;
        }
        if (frame.isFinal() && message == null) {
            whole(part);
            return;
        }
        if (++fragments > MAX_FRAGMENTS) {
            message = null;
            violation.accept(CloseCode.TOO_BIG, "more than " + MAX_FRAGMENTS + " fragments");
            return;
        }
        message = message == null ? Buffer.buffer(part.length()) : message;
        message.appendBuffer(part);
        if (frame.isFinal()) {
            Buffer whole = message;
            message = null;
            fragments = 0;
            whole(whole);
        }
    }

    private void whole(Buffer whole) {
        if (isBinary) {
            binary.accept(whole);
            return;
        }
        String decoded = utf8.decode(whole.getBytes());
        if (decoded == null) {
            violation.accept(CloseCode.INVALID_TEXT, CloseCode.INVALID_TEXT.reason());
        } else {
            text.accept(decoded);
        }
    }
}
