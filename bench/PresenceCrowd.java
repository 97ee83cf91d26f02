import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many users join one room within a short time: how many presence frames each socket gets, whether all of them know how many
 * there are a second after the last join, and how many commands Redis got for each join. Exits 1 if a line is not met:
 * at most 10 frames, all right after 1 s, at most 3 commands. The users are connected before; Redis must have nothing else
 * to do. Needs nothing but a JDK.
 */
public final class PresenceCrowd {
    private static final Pattern TOTAL = Pattern.compile("\"total\":(\\d+)");
    private static final Pattern CALLS = Pattern.compile("cmdstat_([a-z|_-]+):calls=(\\d+)");

    /** What clients of Redis say; scripts call others. */
    private static final List<String> FROM_CLIENTS =
            List.of("evalsha", "eval", "smembers", "ping", "subscribe", "hello", "auth", "select");

    private final Map<TextSocket, Integer> frames = new HashMap<>();
    private final Map<TextSocket, Integer> totals = new HashMap<>();
    private final Selector selector = Selector.open();
    private int joined;

    private PresenceCrowd() throws IOException {}

    public static void main(String[] args) throws Exception {
        if (args.length != 5) {
            System.err.println("usage: java PresenceCrowd <ws-url> <secret> <redis-port> <users> <ms>");
            System.exit(2);
        }
        new PresenceCrowd().measure(
                URI.create(args[0]), args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]),
                Long.parseLong(args[4]));
    }

    private void measure(URI node, String secret, int redisPort, int users, long withinMs) throws Exception {
        String room = "crowd" + Long.toString(System.currentTimeMillis(), 36);
        List<TextSocket> sockets = new ArrayList<>();
        for (int i = 0; i < users; i++) {
            sockets.add(new TextSocket(node, secret, "u" + i, selector, this::heard));
        }
        turn(TimeUnit.SECONDS.toNanos(2));
        long before = commands(redisPort);
        long began = System.nanoTime();
        for (int i = 0; i < users; i++) {
            long due = began + TimeUnit.MILLISECONDS.toNanos(withinMs) * i / users;
            turn(due - System.nanoTime());
            sockets.get(i).say("{\"type\":\"join\",\"room\":\"" + room + "\"}");
        }
        long saidMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        while (joined < users && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(60)) {
            turn(TimeUnit.MILLISECONDS.toNanos(1));
        }
        long joinedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        turn(TimeUnit.SECONDS.toNanos(1));
        long right = sockets.stream().filter(socket -> totals.getOrDefault(socket, 0) == users).count();
        double perJoin = (commands(redisPort) - before) / (double) users;
        turn(TimeUnit.SECONDS.toNanos(2));
        int most = sockets.stream().mapToInt(socket -> frames.getOrDefault(socket, 0)).max().orElse(0);
        System.out.printf(
                "%d users joined in %d ms (said in %d ms): at most %d presence frames to a socket, %d of %d pictures right"
                        + " 1 s after the last join, %.2f commands of Redis for each join%n",
                joined, joinedMs, saidMs, most, right, users, perJoin);
        System.exit(joined == users && most <= 10 && right == users && perJoin <= 3 ? 0 : 1);
    }

    private void heard(TextSocket socket, String text) {
        if (text.startsWith("{\"type\":\"presence")) {
            frames.merge(socket, 1, Integer::sum);
            Matcher total = TOTAL.matcher(text);
            if (total.find()) {
                totals.put(socket, Integer.parseInt(total.group(1)));
            }
        } else if (text.startsWith("{\"type\":\"joined\"")) {
            joined++;
        } else if (text.startsWith("{\"type\":\"error\"")) {
            System.err.println(text);
        }
    }

    private void turn(long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        do {
            selector.select(key -> ((TextSocket) key.attachment()).read(), 1);
        } while (System.nanoTime() < end);
    }

    /** How many commands Redis got from its clients. */
    private static long commands(int port) throws IOException {
        try (Socket redis = new Socket()) {
            redis.connect(new InetSocketAddress("127.0.0.1", port));
            redis.getOutputStream().write("INFO commandstats\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            String info = new String(redis.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            Matcher calls = CALLS.matcher(info);
            long sum = 0;
            while (calls.find()) {
                sum += FROM_CLIENTS.contains(calls.group(1)) ? Long.parseLong(calls.group(2)) : 0;
            }
            return sum;
        }
    }
}
