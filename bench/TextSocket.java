import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** One WebSocket of a client that is one thread: it says texts, and hands over those that it hears. */
final class TextSocket {
    private static final int TEXT = 0x81;

    private final String user;
    private final SocketChannel channel;
    private final BiConsumer<TextSocket, String> heard;
    private ByteBuffer in = ByteBuffer.allocate(64 * 1024);
    private boolean ended;

    TextSocket(URI uri, String secret, String user, Selector selector, BiConsumer<TextSocket, String> heard)
            throws Exception {
        this.user = user;
        this.heard = heard;
        channel = Handshake.open(uri, secret, user);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    String user() {
        return user;
    }

    /** Whether the server, or its end, has closed it. */
    boolean ended() {
        return ended;
    }

    void say(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(bytes.length + 8);
        if (bytes.length < 126) {
            out.put((byte) TEXT).put((byte) (0x80 | bytes.length));
        } else {
            out.put((byte) TEXT).put((byte) (0x80 | 126)).putShort((short) bytes.length);
        }
        out.putInt(0).put(bytes).flip(); // a mask that changes nothing
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    void close() throws IOException {
        ended = true;
        channel.close();
    }

    void read() {
        try {
            if (!in.hasRemaining()) {
                ByteBuffer larger = ByteBuffer.allocate(2 * in.capacity());
                in.flip();
                larger.put(in);
                in = larger;
            }
            if (channel.read(in) < 0) {
                close();
                return;
            }
        } catch (IOException e) {
            ended = true;
            return;
        }
        Frames.take(in, (at, length) ->
                heard.accept(this, new String(in.array(), at, length, StandardCharsets.UTF_8)));
    }
}
