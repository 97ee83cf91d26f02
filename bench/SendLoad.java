import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Durable sends of many clients, each with a window of unanswered ones: how many are acked per second, and how soon.
 * It also checks what it measures: every ack's seq must follow the one before in a room of one client, and every message
 * must come back once. Needs nothing but a JDK: {@code java bench/SendLoad.java ws://127.0.0.1:8080/ws SECRET}.
 */
public final class SendLoad {
    private final URI uri;
    private final String secret;
    private final int clients;
    private final int rooms;
    private final int window;
    private final int seconds;
    private final String body;
    private final String run = Long.toString(System.currentTimeMillis(), 36);
    private final LongAdder acked = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder outOfOrder = new LongAdder();
    private final AtomicBoolean measuring = new AtomicBoolean();

    private SendLoad(URI uri, String secret, Map<String, Integer> options) {
        this.uri = uri;
        this.secret = secret;
        clients = options.get("clients");
        rooms = options.get("rooms");
        window = options.get("window");
        seconds = options.get("seconds");
        body = "\"" + "x".repeat(options.get("body") - 2) + "\"";
    }

    public static void main(String[] args) throws Exception {
        Map<String, Integer> options = new HashMap<>(
                Map.of("clients", 50, "rooms", 50, "window", 10, "seconds", 10, "body", 100));
        if (args.length < 2 || args.length % 2 != 0) {
            System.err.println("usage: java SendLoad.java <ws-url> <secret> [clients|rooms|window|seconds|body <n>]...");
            System.exit(2);
        }
        for (int i = 2; i < args.length; i += 2) {
            options.put(args[i], Integer.valueOf(args[i + 1]));
        }
        new SendLoad(URI.create(args[0]), args[1], options).measure();
    }

    private void measure() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        List<Client> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Client client = new Client("load" + i, run + "-" + i % rooms);
            client.connect(http);
            all.add(client);
        }
        all.forEach(Client::start);
        TimeUnit.SECONDS.sleep(5); // warm-up, not counted
        measuring.set(true);
        long began = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        measuring.set(false);
        double took = (System.nanoTime() - began) / 1e9;
        long[] latencies = all.stream().flatMapToLong(Client::latencies).sorted().toArray();
        System.out.printf(
                "%d clients, %d rooms, %d outstanding, %d-byte bodies, %.1f s: %.0f acks/s, %.0f deliveries/s,"
                        + " ack p50 %.1f ms, p99 %.1f ms, %d errors, %d out of order%n",
                clients, rooms, window, body.length(), took, acked.sum() / took, delivered.sum() / took,
                latencies[latencies.length / 2] / 1e6, latencies[(int) (latencies.length * 0.99)] / 1e6,
                errors.sum(), outOfOrder.sum());
        System.exit(errors.sum() + outOfOrder.sum() == 0 ? 0 : 1);
    }

    private static String token(String secret, String user) throws Exception {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String claims = "{\"sub\":\"" + user + "\",\"exp\":" + (System.currentTimeMillis() / 1000 + 3600) + "}";
        String content = base64.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
                + '.' + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return content + '.' + base64.encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    }

    private final class Client implements WebSocket.Listener {
        private final String user;
        private final String room;
        private final Map<String, Long> sentAt = new HashMap<>();
        private final StringBuilder text = new StringBuilder();
        private long[] latencies = new long[1024];
        private int count;
        private long next;
        private long lastSeq;
        private WebSocket socket;
        private CompletableFuture<?> writing = CompletableFuture.completedFuture(null);
        private final CompletableFuture<Void> joined = new CompletableFuture<>();

        Client(String user, String room) {
            this.user = user;
            this.room = room;
        }

        void connect(HttpClient http) throws Exception {
            socket = http.newWebSocketBuilder()
                    .connectTimeout(Duration.ofSeconds(10))
                    .header("Authorization", "Bearer " + token(secret, user))
                    .buildAsync(uri, this)
                    .get(10, TimeUnit.SECONDS);
            write("{\"type\":\"join\",\"room\":\"" + room + "\",\"presence\":false}");
            joined.get(10, TimeUnit.SECONDS);
        }

        synchronized void start() {
            for (int i = 0; i < window; i++) {
                send();
            }
        }

        synchronized java.util.stream.LongStream latencies() {
            return Arrays.stream(Arrays.copyOf(latencies, count));
        }

        private void send() {
            String id = user + '-' + next++;
            sentAt.put(id, System.nanoTime());
            write("{\"type\":\"send\",\"room\":\"" + room + "\",\"clientMsgId\":\"" + id + "\",\"body\":" + body + "}");
        }

        private synchronized void write(String frame) {
            writing = writing.thenCompose(before -> socket.sendText(frame, true));
        }

        private synchronized void read(String frame) {
            if (frame.startsWith("{\"type\":\"ack\"")) {
                long at = sentAt.remove(field(frame, "clientMsgId"));
                if (measuring.get()) {
                    acked.increment();
                    if (count == latencies.length) {
                        latencies = Arrays.copyOf(latencies, 2 * count);
                    }
                    latencies[count++] = System.nanoTime() - at;
                }
                send();
            } else if (frame.startsWith("{\"type\":\"message\"")) {
                long seq = Long.parseLong(field(frame, "seq"));
                if (lastSeq > 0 && seq != lastSeq + 1) {
                    outOfOrder.increment();
                }
                lastSeq = seq;
                if (measuring.get()) {
                    delivered.increment();
                }
            } else if (frame.startsWith("{\"type\":\"joined\"")) {
                joined.complete(null);
            } else if (frame.startsWith("{\"type\":\"error\"")) {
                errors.increment();
            }
        }

        private static String field(String frame, String name) {
            int start = frame.indexOf("\"" + name + "\":") + name.length() + 3;
            boolean quoted = frame.charAt(start) == '"';
            int end = start + 1;
            while (frame.charAt(end) != ',' && frame.charAt(end) != '}') {
                end++;
            }
            return quoted ? frame.substring(start + 1, end - 1) : frame.substring(start, end);
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                read(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
