package io.seqway.gateway.socket;

import io.seqway.protocol.CloseCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Puts the text messages of one connection together from their frames (RFC 6455, section 5.4). Its own rather than
 * Vert.x's, which loses a message whose first fragment is empty and drops one that is too big without a word.
 */
final class FrameAssembler {
    /** More fragments than this in one message are an attack. */
    private static final int MAX_FRAGMENTS = 1024;

    private final int maxBytes;
    private final Consumer<String> text;
    private final BiConsumer<CloseCode, String> violation;
    private final Utf8 utf8 = new Utf8();

    private Buffer message;
    private int fragments;

    /**
     * @param violation called with the reason to close the connection; nothing is to be given afterwards
     */
    FrameAssembler(int maxBytes, Consumer<String> text, BiConsumer<CloseCode, String> violation) {
        this.maxBytes = maxBytes;
        this.text = text;
        this.violation = violation;
    }

    void frame(WebSocketFrame frame) {
        if (frame.isBinary()) {
            violation.accept(CloseCode.UNSUPPORTED_DATA, CloseCode.UNSUPPORTED_DATA.reason());
        } else if (frame.isText() || frame.isContinuation()) {
            data(frame);
        }
    }

    private void data(WebSocketFrame frame) {
        Buffer part = frame.binaryData();
        int held = message == null ? 0 : message.length();
        if (held + part.length() > maxBytes) {
            message = null;
            violation.accept(CloseCode.TOO_BIG, "max-frame-bytes=" + maxBytes);
            return;
        }
        if (frame.isFinal() && message == null) {
            decoded(part);
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
            decoded(whole);
        }
    }

    private void decoded(Buffer whole) {
        String decoded = utf8.decode(whole.getBytes());
        if (decoded == null) {
            violation.accept(CloseCode.INVALID_TEXT, CloseCode.INVALID_TEXT.reason());
        } else {
            text.accept(decoded);
        }
    }
}
