package io.seqway.verification.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the server says on one connection: answers of HTTP, and behind a 101 the frames of a WebSocket. */
final class ServerStream {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");
    private static final int STATUS_LENGTH = 13;
    private static final int SWITCHING = 101;
    private static final int MAX_OPCODE = 10;

    /** What is found in it. */
    interface Listener {
        void status(int status);

        void text(String text);

        void closing(int code);

        /** Something that no server may send. */
        void malformed(String what);
    }

    private final Listener listener;
    private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();
    private byte[] waiting = new byte[0];
    private boolean upgraded;
    private int searchedTo;

    ServerStream(Listener listener) {
        this.listener = listener;
    }

    void accept(byte[] bytes, int count) {
        byte[] all = Arrays.copyOf(waiting, waiting.length + count);
        System.arraycopy(bytes, 0, all, waiting.length, count);
        waiting = all;
        if (!upgraded) {
            http();
        }
        if (upgraded) {
            frames();
        }
    }

    private void http() {
        String text = new String(waiting, StandardCharsets.ISO_8859_1);
        Matcher found = STATUS.matcher(text);
        while (found.find(searchedTo)) {
            int status = Integer.parseInt(found.group(1));
            if (status == SWITCHING) {
                int end = text.indexOf("\r\n\r\n", found.end());
                if (end < 0) {
                    return;
                }
                waiting = Arrays.copyOfRange(waiting, end + 4, waiting.length);
                upgraded = true;
                listener.status(status);
                return;
            }
            searchedTo = found.end();
            listener.status(status);
        }
        int kept = Math.max(searchedTo, waiting.length - STATUS_LENGTH);
        waiting = Arrays.copyOfRange(waiting, kept, waiting.length);
        searchedTo = 0;
    }

    private void frames() {
        ByteBuffer in = ByteBuffer.wrap(waiting);
        while (frame(in)) {
            in.mark();
        }
        in.reset();
        waiting = Arrays.copyOfRange(waiting, in.position(), waiting.length);
    }

    /** Reads one; false if it is not whole yet. */
    private boolean frame(ByteBuffer in) {
        if (in.position() == 0) {
            in.mark();
        }
        if (in.remaining() < 2) {
            return false;
        }
        int first = in.get() & 0xFF;
        long length = in.get() & 0xFF;
        if ((first & 0x70) != 0 || (first & 0x0F) > MAX_OPCODE || length > 127) {
            listener.malformed("frame of the server begins with %02x %02x".formatted(first, length));
            return false;
        }
        int more = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (in.remaining() < more) {
            return false;
        }
        if (more > 0) {
            length = more == 2 ? in.getShort() & 0xFFFF : in.getLong();
        }
        if (in.remaining() < length) {
            return false;
        }
        byte[] payload = new byte[(int) length];
        in.get(payload);
        message(first, payload);
        return true;
    }

    private void message(int first, byte[] payload) {
        int opcode = first & 0x0F;
        if (opcode == WireFrame.CLOSE) {
            listener.closing(payload.length < 2 ? 0 : ByteBuffer.wrap(payload).getShort() & 0xFFFF);
        } else if (opcode <= WireFrame.BINARY) {
            fragments.writeBytes(payload);
            if ((first & 0x80) != 0) {
                whole();
            }
        }
    }

    private void whole() {
        byte[] message = fragments.toByteArray();
        fragments.reset();
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message));
            listener.text(text.toString());
        } catch (CharacterCodingException e) {
            listener.malformed("text of the server that is not UTF-8");
        }
    }
}
