import java.io.IOException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that joins a room and reads nothing for a long time; then all of it, which must be every entry, in order. */
final class StuckReader {
    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+),\"messageId\"");
    /** Of bytes; small, since what lies in kernels is no work for the server. */
    private static final int BUFFER = 64 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(1 << 20);
    private final StringBuilder others = new StringBuilder();
    private long last;

    StuckReader(URI uri, String secret, String user, String room) throws Exception {
        SocketChannel unconnected = SocketChannel.open();
        // before it is connected: a buffer made smaller later has TCP drop what comes, and wait ever longer to say it again
        unconnected.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
        channel = Handshake.open(unconnected, uri, secret, user);
        write("{\"type\":\"join\",\"room\":\"" + room + "\",\"presence\":false}");
        while (others.indexOf("{\"type\":\"joined\"") < 0) {
            read();
        }
        channel.configureBlocking(false);
    }

    /** Says that it is there; it does not read the answer either. */
    void ping() throws IOException {
        write("{\"type\":\"ping\"}");
    }

    private void write(String text) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(text.length() + 6);
        out.put((byte) 0x81).put((byte) (0x80 | text.length())).putInt(0).put(text.getBytes(StandardCharsets.UTF_8));
        channel.write(out.flip());
    }

    /** Reads what is there: whether this is the last entry. */
    boolean readsUpTo(long seq) throws IOException {
        while (read()) {}
        return last == seq;
    }

    /** Whether it was told that it fell behind, and that this is over. */
    boolean lagged() {
        return others.indexOf("\"begin\"") >= 0 && others.indexOf("\"end\"") >= 0;
    }

    private boolean read() throws IOException {
        int bytes = channel.read(in);
        if (bytes < 0) {
            throw new IOException("the server closed a connection behind seq " + last + ": " + others);
        }
        Frames.take(in, this::frame);
        return bytes > 0;
    }

    private void frame(int at, int length) {
        String text = new String(in.array(), at, length, StandardCharsets.UTF_8);
        if (!text.startsWith("{\"type\":\"message\"") && !text.startsWith("{\"type\":\"missed\"")) {
            others.append(text);
        }
        for (Matcher seqs = SEQ.matcher(text); seqs.find(); ) {
            long seq = Long.parseLong(seqs.group(1));
            if (seq != ++last) {
                throw new IllegalStateException(seq + " came instead of " + last);
            }
        }
    }
}
