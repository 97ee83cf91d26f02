import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Sends of one connection to a room with many: how soon each of the others has the {@code pending}, if they are optimistic,
 * how soon the {@code message}, and how long after the ack. Sends are due at fixed times, whatever became of those before,
 * and both count from when a send was due to when this client, which is one thread for all sockets, has taken the frame
 * from its socket.
 *
 * <p>It also checks what it measures: every socket but the sender's must be shown every message once, before its entry,
 * and nothing must be refused. Needs nothing but a JDK.
 */
public final class PendingLoad {
    /** How often each socket is heard, in s: who says nothing for {@code idle-seconds} is taken for gone. */
    private static final int PING_SECONDS = 25;

    private static final byte[] PENDING = bytes("{\"type\":\"pending\"");
    private static final byte[] MESSAGE = bytes("{\"type\":\"message\"");
    private static final byte[] NAME = bytes("\"clientMsgId\":\"p");

    private final Map<String, Integer> options;
    private final String room = Long.toString(System.currentTimeMillis(), 36);
    private final Selector selector = Selector.open();
    private final List<Socket> sockets = new ArrayList<>();
    private final List<StuckReader> stuck = new ArrayList<>();
    private final Socket sender;
    private final int sends;
    private final long[] dueAt;
    private final long[] ackedAt;
    private final Latencies pendings;
    private final Latencies messages;
    private final Latencies behindAck;
    private int joined;
    private int acks;
    private int sent;

    private PendingLoad(URI node, String secret, Map<String, Integer> options) throws Exception {
        this.options = options;
        int warmup = options.get("rate") * options.get("warmup");
        sends = warmup + options.get("rate") * options.get("seconds");
        dueAt = new long[sends];
        ackedAt = new long[sends];
        pendings = new Latencies(warmup);
        messages = new Latencies(warmup);
        behindAck = new Latencies(warmup);
        sender = new Socket(node, secret, "sender");
        for (int i = 0; i < options.get("sockets"); i++) {
            sockets.add(new Socket(node, secret, "reader" + i));
        }
        for (int i = 0; i < options.get("stuck"); i++) {
            stuck.add(new StuckReader(node, secret, "stuck" + i, room));
        }
    }

    public static void main(String[] args) throws Exception {
        Map<String, Integer> options =
                new HashMap<>(Map.of(
                "sockets", 500, "rate", 10, "warmup", 10, "seconds", 30, "body", 100, "optimistic", 1, "stuck", 0));
        if (args.length < 2 || args.length % 2 != 0) {
            System.err.println("usage: java PendingLoad <ws-url> <secret> [<option> <n>]...; options: " + options);
            System.exit(2);
        }
        for (int i = 2; i < args.length; i += 2) {
            options.put(args[i], Integer.valueOf(args[i + 1]));
        }
        new PendingLoad(URI.create(args[0]), args[1], options).measure();
    }

    private void measure() throws IOException {
        sender.write("{\"type\":\"join\",\"room\":\"" + room + "\",\"presence\":false}");
        for (Socket socket : sockets) {
            socket.write("{\"type\":\"join\",\"room\":\"" + room + "\",\"presence\":false}");
        }
        turnUntil(() -> joined == sockets.size() + 1, 30);
        boolean optimistic = options.get("optimistic") == 1;
        String mode = optimistic ? "optimistic" : "durable";
        String body = "x".repeat(options.get("body") - 2);
        long began = System.nanoTime();
        while (sent < sends) {
            long due = began + (long) (sent * 1e9 / options.get("rate"));
            turnUntil(() -> System.nanoTime() >= due, 30);
            dueAt[sent] = due;
            sender.write("{\"type\":\"send\",\"room\":\"" + room + "\",\"clientMsgId\":\"p" + sent++
                    + "\",\"mode\":\"" + mode + "\",\"body\":\"" + body + "\"}");
            pingSome(sent % (options.get("rate") * PING_SECONDS));
        }
        int all = sends * sockets.size();
        int shown = optimistic ? all : 0;
        turnUntil(() -> acks == sends && pendings.all == shown && messages.all == all + sends, 15);
        boolean complete = acks == sends && pendings.all == shown && messages.all == all + sends;
        turnUntil(() -> late() == 0, 60);
        long late = late();
        System.out.printf(
                "%d sockets in a room, %d %s sends/s, %d-byte bodies, %d s: pending %s; message %s; behind its ack %s; %d readers were"
                        + " stuck, %d of them lagged, %d have not got all; %s%n",
                sockets.size(), options.get("rate"), mode, options.get("body"), options.get("seconds"),
                pendings, messages, behindAck, stuck.size(), stuck.stream().filter(StuckReader::lagged).count(), late,
                complete
                        ? "nothing missing"
                        : String.format(
                                "%d acks, %d pendings and %d messages missing",
                                sends - acks, shown - pendings.all, all + sends - messages.all));
        System.exit(complete && late == 0 ? 0 : 1);
    }

    /** Some at a time, so that the answers do not come in a rush. */
    private void pingSome(int turn) throws IOException {
        for (int i = turn; i < sockets.size(); i += options.get("rate") * PING_SECONDS) {
            sockets.get(i).write("{\"type\":\"ping\"}");
        }
        if (turn < stuck.size()) {
            stuck.get(turn).ping();
        }
    }

    /** How many of the stuck ones, which all read again, have not got all. */
    private long late() {
        long late = 0;
        for (StuckReader reader : stuck) {
            try {
                late += reader.readsUpTo(sends) ? 0 : 1;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return late;
    }

    private void turnUntil(BooleanSupplier done, int seconds) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            selector.select(key -> ((Socket) key.attachment()).read(), 1);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** How long one kind of frame took, those of the warm-up not counted. */
    private final class Latencies {
        private final int from;
        private long[] ns = new long[1 << 16];
        private int measured;
        private int all;

        Latencies(int from) {
            this.from = from;
        }

        void add(int send, long since, long at) {
            all++;
            if (send < from) {
                return;
            }
            if (measured == ns.length) {
                ns = Arrays.copyOf(ns, 2 * measured);
            }
            ns[measured++] = at - since;
        }

        @Override
        public String toString() {
            if (measured == 0) {
                return "none";
            }
            Arrays.sort(ns, 0, measured);
            return String.format(
                    "p50 %.1f ms, p99 %.1f ms, max %.1f ms",
                    ns[measured / 2] / 1e6, ns[(int) (measured * 0.99)] / 1e6, ns[measured - 1] / 1e6);
        }
    }

    /** One WebSocket: as much of RFC 6455 as a server needs that neither fragments nor compresses. */
    private final class Socket {
        private static final int TEXT = 0x81;

        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocate(64 * 1024);
        private int shown = -1;

        Socket(URI uri, String secret, String user) throws Exception {
            channel = Handshake.open(uri, secret, user);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void write(String text) throws IOException {
            ByteBuffer out = ByteBuffer.allocate(text.length() + 8);
            if (text.length() < 126) {
                out.put((byte) TEXT).put((byte) (0x80 | text.length()));
            } else {
                out.put((byte) TEXT).put((byte) (0x80 | 126)).putShort((short) text.length());
            }
            out.putInt(0).put(bytes(text)).flip(); // a mask that changes nothing
            while (out.hasRemaining()) {
                channel.write(out);
            }
        }

        void read() {
            try {
                if (channel.read(in) < 0) {
                    throw new IOException("the server closed a connection");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            long now = System.nanoTime();
            Frames.take(in, (at, length) -> frame(at, length, now));
        }

        private void frame(int at, int length, long now) {
            if (startsWith(PENDING, at)) {
                shown = number(at, length);
                pendings.add(shown, dueAt[shown], now);
            } else if (startsWith(MESSAGE, at)) {
                int send = number(at, length);
                if (options.get("optimistic") == 1 && this != sender && send > shown) {
                    throw new IllegalStateException("the entry came before it was shown: " + text(at, length));
                }
                messages.add(send, dueAt[send], now);
                behindAck.add(send, ackedAt[send] == 0 ? now : ackedAt[send], now); // else it came before its ack
            } else if (text(at, length).startsWith("{\"type\":\"joined\"")) {
                joined++;
            } else if (text(at, length).startsWith("{\"type\":\"ack\"")) {
                acks++;
                ackedAt[number(at, length)] = now;
            } else if (!text(at, length).startsWith("{\"type\":\"welcome\"")
                    && !text(at, length).startsWith("{\"type\":\"pong\"")) {
                System.err.println(text(at, length)); // of an error, or of a socket that fell behind
            }
        }

        private String text(int at, int length) {
            return new String(in.array(), at, length, StandardCharsets.UTF_8);
        }

        private boolean startsWith(byte[] prefix, int at) {
            return Arrays.equals(in.array(), at, at + prefix.length, prefix, 0, prefix.length);
        }

        private int number(int at, int length) {
            int name = at;
            while (!startsWith(NAME, name)) {
                if (++name == at + length) {
                    throw new IllegalStateException("nobody has sent " + text(at, length));
                }
            }
            int number = 0;
            for (int i = name + NAME.length; in.get(i) >= '0' && in.get(i) <= '9'; i++) {
                number = 10 * number + in.get(i) - '0';
            }
            return number;
        }
    }
}
