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
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Durable sends over WebSockets: how many are acked per second, and how soon. With {@code rate 0} it is a closed loop:
 * so many sends are outstanding, and each ack is followed at once by the next send. With a rate it is an open one: sends
 * are due at fixed times, whatever became of those before, and latency counts from when a send was due. All have joined
 * {@code settle} seconds before the first. With {@code turn} it lets as many ms pass between two looks at its sockets, so that
 * what came meanwhile is read at once: it takes less of the machine then, and latency is not to be believed to the ms.
 *
 * <p>It also checks what it measures: every socket must get every message of its rooms, in order and once, and every
 * send its ack. One thread and plain sockets, so that on the same machine it takes little from what it measures. Needs
 * nothing but a JDK: {@code java bench/SendLoad.java ws://127.0.0.1:8080/ws SECRET}.
 */
public final class SendLoad {
    private static final int MAX_UNANSWERED = 1 << 17;
    private static final int JOINS_AT_ONCE = 200;
    private static final int TYPE = "{\"type\":\"".length();
    private static final int ACK_ID = "{\"type\":\"ack\",\"id\":".length();
    private static final int MESSAGE_ROOM = "{\"type\":\"message\",\"room\":\"".length();
    private static final int SEQ = "\",\"seq\":".length();

    /** That a socket is in a room. */
    private record Join(Socket socket, int room) {}

    private final List<URI> nodes;
    private final String secret;
    private final Map<String, Integer> options;
    private final String run = Long.toString(System.currentTimeMillis(), 36);
    private final String body;
    private final Selector selector = Selector.open();
    private final List<Socket> sockets = new ArrayList<>();
    private final List<Join> joins = new ArrayList<>();
    private final long[] sent; // by room
    private final long[] sendsOf; // by sender: how many it has sent
    private final long[] dueAt = new long[MAX_UNANSWERED]; // by number of the send, and so is the next one
    private final int[] senderOf = new int[MAX_UNANSWERED];
    private long turned = System.nanoTime();
    private long sends;
    private long acks;
    private long joined;
    private long delivered;
    private long errors;
    private boolean sending;
    private boolean measuring;
    private long[] latencies = new long[1 << 16];
    private int measured;

    private SendLoad(List<URI> nodes, String secret, Map<String, Integer> options) throws IOException {
        this.nodes = nodes;
        this.secret = secret;
        this.options = options;
        body = "\"" + "x".repeat(options.get("body") - 2) + "\"";
        sent = new long[options.get("rooms")];
        sendsOf = new long[options.get("outstanding")];
    }

    public static void main(String[] args) throws Exception {
        Map<String, Integer> options = new HashMap<>(Map.of(
                "rooms", 50, "sockets", 50, "per-room", 1, "outstanding", 500, "rate", 0, "warmup", 5, "seconds", 10,
                "body", 100, "settle", 0, "turn", 0));
        if (args.length < 2 || args.length % 2 != 0) {
            System.err.println("usage: java SendLoad.java <ws-url,...> <secret> [<option> <n>]...; options: " + options);
            System.exit(2);
        }
        for (int i = 2; i < args.length; i += 2) {
            options.put(args[i], Integer.valueOf(args[i + 1]));
        }
        new SendLoad(Stream.of(args[0].split(",")).map(URI::create).toList(), args[1], options).measure();
    }

    private void measure() throws Exception {
        int rooms = options.get("rooms");
        for (int i = 0; i < options.get("sockets"); i++) {
            sockets.add(new Socket(nodes.get(i % nodes.size()), "load" + i));
        }
        for (int i = 0; i < rooms * options.get("per-room"); i++) {
            Join join = new Join(sockets.get((i % rooms + i / rooms) % sockets.size()), i % rooms);
            joins.add(join);
            join.socket().write("{\"type\":\"join\",\"room\":\"" + room(join.room()) + "\",\"presence\":false}");
            turnUntil(() -> joins.size() - joined < JOINS_AT_ONCE, 10);
        }
        turnUntil(() -> joined == joins.size(), 10);
        turnUntil(() -> false, options.get("settle"));
        sending = true;
        for (int sender = 0; sender < sendsOf.length && options.get("rate") == 0; sender++) {
            send(sender, System.nanoTime());
        }
        long began = System.nanoTime();
        turnFor(began, options.get("warmup"));
        measuring = true;
        long from = System.nanoTime();
        turnFor(began, options.get("warmup") + options.get("seconds"));
        measuring = false;
        double took = (System.nanoTime() - from) / 1e9;
        sending = false;
        turnUntil(() -> acks == sends && missing() == 0, 15);
        report(took);
    }

    private void report(double took) {
        long[] sorted = Arrays.copyOf(latencies, measured);
        Arrays.sort(sorted);
        System.out.printf(
                "%d rooms, %d sockets, %d in a room, %s, %d-byte bodies, %.1f s: %.0f acks/s, %.0f deliveries/s,"
                        + " ack p50 %.1f ms, p99 %.1f ms, max %.1f ms, %d errors, %d without ack, %d not delivered%n",
                sent.length, sockets.size(), options.get("per-room"),
                options.get("rate") == 0 ? sendsOf.length + " outstanding" : options.get("rate") + "/s",
                body.length(), took, measured / took, delivered / took,
                sorted[measured / 2] / 1e6, sorted[(int) (measured * 0.99)] / 1e6, sorted[measured - 1] / 1e6,
                errors, sends - acks, missing());
        System.exit(errors == 0 && acks == sends && missing() == 0 ? 0 : 1);
    }

    /** Deliveries that have not come yet. */
    private long missing() {
        return joins.stream().mapToLong(join -> sent[join.room()] - join.socket().last[join.room()]).sum();
    }

    private void turnFor(long began, int seconds) throws IOException {
        long end = began + TimeUnit.SECONDS.toNanos(seconds);
        for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
            int rate = options.get("rate");
            while (rate > 0 && began + (long) (sends * 1e9 / rate) <= now) {
                send((int) (sends % sendsOf.length), began + (long) (sends * 1e9 / rate));
            }
            turn(rate > 0 ? 1 : 100);
        }
    }

    private void turnUntil(BooleanSupplier done, int seconds) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            turn(10);
        }
    }

    private void turn(int waitMs) throws IOException {
        boolean unwritten = false;
        for (Socket socket : sockets) {
            unwritten |= socket.flush();
        }
        selector.select(key -> ((Socket) key.attachment()).read(), unwritten ? 1 : waitMs);
        LockSupport.parkNanos(turned + TimeUnit.MILLISECONDS.toNanos(options.get("turn")) - System.nanoTime());
        turned = System.nanoTime();
    }

    /** Each sender goes round the rooms and sockets, so that all senders together reach all of them. */
    private void send(int sender, long due) {
        Join join = joins.get((int) ((sender + sendsOf[sender]++ * sendsOf.length) % joins.size()));
        if (sends - acks >= MAX_UNANSWERED) {
            throw new IllegalStateException("too many sends are not acked");
        }
        dueAt[(int) (sends % MAX_UNANSWERED)] = due;
        senderOf[(int) (sends % MAX_UNANSWERED)] = sender;
        sent[join.room()]++;
        join.socket().write("{\"type\":\"send\",\"id\":" + sends++ + ",\"room\":\"" + room(join.room())
                + "\",\"clientMsgId\":\"load" + sender + '-' + sendsOf[sender] + "\",\"body\":" + body + "}");
    }

    private void acked(long send) {
        long now = System.nanoTime();
        acks++;
        if (measuring) {
            if (measured == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * measured);
            }
            latencies[measured++] = now - dueAt[(int) (send % MAX_UNANSWERED)];
        }
        if (sending && options.get("rate") == 0) {
            send(senderOf[(int) (send % MAX_UNANSWERED)], now);
        }
    }

    private String room(int index) {
        return run + '-' + index;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** One WebSocket: as much of RFC 6455 as a server needs that neither fragments nor compresses. */
    private final class Socket {
        private static final Pattern MISSED = Pattern.compile("\\{\"type\":\"missed\",\"room\":\"[^\"]*-(\\d+)\","
                + "\"epoch\":\"[^\"]*\",\"fromSeq\":(\\d+),\"toSeq\":(\\d+)");
        private static final int HEADER_BYTES = 8;
        private static final int TEXT = 0x81;

        private final long[] last = new long[sent.length]; // by room
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocate(256 * 1024);
        private final byte[] bytes = in.array();
        private long number; // read last
        private int behind; // where it ended
        private ByteBuffer out = ByteBuffer.allocate(16 * 1024);

        Socket(URI uri, String user) throws Exception {
            channel = Handshake.open(uri, secret, user);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void write(String text) {
            if (out.remaining() < HEADER_BYTES + text.length()) {
                out = ByteBuffer.allocate(2 * out.capacity()).put(out.flip());
            }
            if (text.length() < 126) {
                out.put((byte) TEXT).put((byte) (0x80 | text.length()));
            } else {
                out.put((byte) TEXT).put((byte) (0x80 | 126)).putShort((short) text.length());
            }
            out.putInt(0); // a mask that changes nothing
            out.put(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Whether something is left to be written. */
        boolean flush() throws IOException {
            if (out.position() > 0) {
                channel.write(out.flip());
                out.compact();
            }
            return out.position() > 0;
        }

        void read() {
            try {
                if (channel.read(in) < 0) {
                    throw new IOException("the server closed a connection");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Frames.take(in, this::frame);
        }

        private void frame(int at, int length) {
            if (isOf('a', 'c', at)) {
                acked(number(at + ACK_ID));
            } else if (isOf('m', 'e', at)) {
                number(at + MESSAGE_ROOM + run.length() + 1);
                int room = (int) number;
                long seq = number(behind + SEQ);
                if (seq != ++last[room]) {
                    throw new IllegalStateException("room " + room + ": " + seq + " came instead of " + last[room]);
                }
                delivered += measuring ? 1 : 0;
            } else {
                other(new String(in.array(), at, length, StandardCharsets.UTF_8));
            }
        }

        private void other(String frame) {
            Matcher missed = MISSED.matcher(frame);
            if (frame.startsWith("{\"type\":\"joined\"")) {
                joined++;
            } else if (missed.lookingAt()) {
                missed(Integer.parseInt(missed.group(1)), Long.parseLong(missed.group(2)), Long.parseLong(missed.group(3)));
            } else if (!frame.startsWith("{\"type\":\"welcome\"")
                    && !frame.startsWith("{\"type\":\"lagging\"")
                    && errors++ < 10) {
                System.err.println(frame);
            }
        }

        /** A page of entries, since this socket fell behind. */
        private void missed(int room, long from, long to) {
            if (from != last[room] + 1) {
                throw new IllegalStateException("room " + room + ": missed from " + from + ", not " + (last[room] + 1));
            }
            last[room] = to;
            delivered += measuring ? to - from + 1 : 0;
        }

        /** Whether the type of a frame begins with these letters. */
        private boolean isOf(char first, char second, int at) {
            return bytes[at + TYPE] == first && bytes[at + TYPE + 1] == second;
        }

        private long number(int at) {
            number = 0;
            for (behind = at; bytes[behind] >= '0' && bytes[behind] <= '9'; behind++) {
                number = 10 * number + bytes[behind] - '0';
            }
            return number;
        }
    }
}
