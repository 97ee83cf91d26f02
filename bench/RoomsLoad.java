import com.mongodb.ConnectionString;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.seqway.protocol.cluster.Partitions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Very many rooms on three nodes: what an idle one costs its owner in memory, and how soon all of them are right again
 * when a node is killed. {@code bench/rooms} starts the nodes and this.
 *
 * <p>That a room is right again is seen from outside, by its clients: in rooms with traffic by an entry that was sent
 * after the kill, in quiet ones by an entry that was written straight into MongoDB just after it, as a dying owner does
 * whose last write nobody was told of. Quiet rooms are a random sample; how many there were, and how soon all gateways
 * knew of all of their rooms that they were right, the nodes' own logs say.
 */
public final class RoomsLoad {
    private static final int RESUMED_AT_ONCE = 256;
    private static final int UNDER_WAY = 4;
    private static final int PING_MS = 20_000;

    private final List<URI> nodes;
    private final List<Long> pids;
    private final String secret;
    private final MongoCollection<BsonDocument> log;
    private final MongoCollection<BsonDocument> ownership;
    private final Map<String, Integer> options;
    private final int rooms;
    private final int live;
    private final int entries;
    private final String body;
    private final Random random;
    private final String run = Long.toString(System.currentTimeMillis(), 36);
    private final long began = System.nanoTime();
    private final Selector selector = Selector.open();
    private final List<Client> clients = new ArrayList<>();
    private final Map<Integer, Long> planted = new HashMap<>(); // quiet rooms: when somebody saw the entry, or 0
    private final Map<String, Long> sentAt = new HashMap<>(); // what is not answered, by clientMsgId
    private final Map<String, Integer> errors = new HashMap<>();
    private long killedAt = Long.MAX_VALUE;
    private long pingedAt = System.nanoTime();
    private long sends;
    private long acks;
    private int failures;

    private RoomsLoad(List<URI> nodes, List<Long> pids, String secret, MongoDatabase database,
            Map<String, Integer> options) throws IOException {
        this.nodes = nodes;
        this.pids = pids;
        this.secret = secret;
        this.log = database.getCollection("log", BsonDocument.class);
        this.ownership = database.getCollection("ownership", BsonDocument.class);
        this.options = options;
        rooms = options.get("rooms");
        live = options.get("live");
        entries = options.get("entries");
        body = "\"" + "x".repeat(98) + "\"";
        random = new Random(options.get("seed"));
    }

    public static void main(String[] args) throws Exception {
        Map<String, Integer> options = new HashMap<>(Map.of(
                "rooms", 100_000, "clients", 30, "live", 300, "entries", 3, "sample", 500, "idle", 65, "seed", 1));
        if (args.length < 4 || args.length % 2 != 1) {
            System.err.println("usage: java RoomsLoad <url,url,url> <pid,pid,pid> <secret> <mongo-uri>/<database>"
                    + " <options: " + options + ">");
            System.exit(2);
        }
        for (int i = 5; i < args.length; i += 2) {
            options.put(args[i], Integer.valueOf(args[i + 1]));
        }
        try (MongoClient mongo = MongoClients.create(new ConnectionString(args[3]))) {
            RoomsLoad load = new RoomsLoad(
                    Arrays.stream(args[0].split(",")).map(URI::create).toList(),
                    Arrays.stream(args[1].split(",")).map(Long::valueOf).toList(),
                    args[2], mongo.getDatabase(args[4]), options);
            load.measure();
            System.exit(load.failures == 0 ? 0 : 1);
        }
    }

    private void measure() throws Exception {
        for (int i = 0; i < options.get("clients"); i++) {
            clients.add(new Client("load" + i, i % nodes.size()));
        }
        // whoever is on a node: a third of the rooms each; those with traffic have somebody on every node
        for (int room = 0; room < rooms; room++) {
            for (int i = 0; i < (room < live ? nodes.size() : 1); i++) {
                clients.get((room + i) % clients.size()).last.put(room, (long) entries);
            }
        }
        write(0, rooms, entries);
        long[] empty = liveBytes();

        int bare = nodes.size() - 1; // the node that is an owner only, at first
        for (Client client : clients) {
            if (client.node != bare) {
                client.connect();
            }
        }
        resumeAll("rooms of two nodes", began);
        turnFor(options.get("idle"));
        long[] owners = liveBytes();
        Set<Integer> watched = new HashSet<>();
        clients.stream().filter(client -> client.connected).forEach(client -> watched.addAll(client.last.keySet()));
        List<String> byPartition = owners();
        List<String> others = clients.stream().map(client -> client.nodeId).distinct().toList();
        long owned = watched.stream().filter(room -> !others.contains(byPartition.get(Partitions.of(room(room))))).count();
        System.out.printf("one node is an owner only: %.1f MB for %d rooms, which another node watches each%n",
                (owners[bare] - empty[bare]) / 1e6, owned);
        line("bytes of an idle room on its owner", (owners[bare] - empty[bare]) / owned, 1024);

        long third = System.nanoTime();
        for (Client client : clients) {
            if (client.node == bare) {
                client.connect();
            }
        }
        resumeAll("rooms of the third node", third);
        long[] full = liveBytes();
        System.out.printf("all: %.1f MB in three nodes, %d bytes for a room, owner, gateway and connections%n",
                Arrays.stream(full).sum() / 1e6, (Arrays.stream(full).sum() - Arrays.stream(empty).sum()) / rooms);

        trafficFor(5);
        kill(0);
    }

    private void kill(int node) throws Exception {
        int was = sentAt.size();
        String dying = clients.stream().filter(client -> client.node == node).findFirst().orElseThrow().nodeId;
        List<String> byPartition = owners();
        ProcessHandle.of(pids.get(node)).orElseThrow().destroyForcibly();
        killedAt = System.nanoTime();
        while (planted.size() < options.get("sample")) {
            planted.put(live + random.nextInt(rooms - live), 0L);
        }
        plant();
        System.out.printf("killed a node with %d sends under way; planted %d entries after %d ms%n",
                was, planted.size(), since(killedAt));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        traffic(() -> System.nanoTime() > end
                || planted.values().stream().allMatch(at -> at > 0)
                        && clients.stream().allMatch(c -> c.unresumed() == 0 && c.liveAt.size() == c.liveRooms()));
        report(room -> byPartition.get(Partitions.of(room(room))).equals(dying));
    }

    /** @param orphaned whether the owner of a room was killed */
    private void report(IntPredicate orphaned) {
        List<Long> lives = new ArrayList<>();
        List<Long> comeBack = new ArrayList<>();
        int deaf = 0;
        for (Client client : clients) {
            List<Long> its = client.liveAt.values().stream().map(this::sinceKill).toList();
            lives.addAll(its);
            comeBack.addAll(client.cameBack ? its : List.of());
            deaf += client.liveRooms() - client.liveAt.size();
        }
        List<Long> seen = seenAfter(room -> true);
        lives.sort(null);
        comeBack.sort(null);
        System.out.printf("rooms with traffic, each at each of its clients: p50 %d ms, p99 %d ms, max %d ms, %d not live%n",
                quantile(lives, 0.5), quantile(lives, 0.99), quantile(lives, 1), deaf);
        System.out.printf("of those at clients that had to come back: p50 %d ms, max %d ms%n",
                quantile(comeBack, 0.5), quantile(comeBack, 1));
        line("ms until rooms with traffic are live", deaf > 0 ? Long.MAX_VALUE : quantile(lives, 1), 5_000);
        System.out.printf("quiet rooms: p50 %d ms, p99 %d ms, max %d ms, %d of %d not seen%n",
                quantile(seen, 0.5), quantile(seen, 0.99), quantile(seen, 1), planted.size() - seen.size(), planted.size());
        System.out.printf("of those whose owner was killed: p50 %d ms, max %d ms; whose was not: p50 %d ms, max %d ms%n",
                quantile(seenAfter(orphaned), 0.5), quantile(seenAfter(orphaned), 1),
                quantile(seenAfter(orphaned.negate()), 0.5), quantile(seenAfter(orphaned.negate()), 1));
        line("ms until all planted entries are seen",
                seen.size() < planted.size() ? Long.MAX_VALUE : quantile(seen, 1), 10_000);
        int unresumed = clients.stream().mapToInt(Client::unresumed).sum();
        long resumedAt = clients.stream().mapToLong(c -> c.resumedAt).max().orElse(0);
        System.out.printf("clients of the dead node: all rooms resumed after %d ms; %d sends, %d acks, errors %s%n",
                resumedAt > killedAt ? sinceKill(resumedAt) : -1, sends, acks, errors);
        line("rooms not resumed", unresumed, 1);
    }

    /** After how many ms the entries were seen that were planted in these rooms, rising. */
    private List<Long> seenAfter(IntPredicate which) {
        return planted.entrySet().stream()
                .filter(room -> which.test(room.getKey()) && room.getValue() > 0)
                .map(room -> sinceKill(room.getValue())).sorted().toList();
    }

    private long sinceKill(long at) {
        return TimeUnit.NANOSECONDS.toMillis(at - killedAt);
    }

    private static long quantile(List<Long> rising, double part) {
        return rising.isEmpty() ? -1 : rising.get((int) ((rising.size() - 1) * part));
    }

    private void line(String what, long is, long below) {
        boolean met = is < below;
        failures += met ? 0 : 1;
        System.out.printf("  %s %s: %d; under %d%n", met ? "met     " : "NOT MET ", what, is, below);
    }

    /** Bytes of live objects in each node, after a full collection. */
    private long[] liveBytes() throws Exception {
        long[] bytes = new long[pids.size()];
        for (int i = 0; i < bytes.length; i++) {
            Process jcmd = new ProcessBuilder("jcmd", pids.get(i).toString(), "GC.class_histogram").start();
            List<String> lines = jcmd.inputReader().lines().toList();
            String[] total = lines.get(lines.size() - 1).trim().split("\\s+"); // Total <instances> <bytes>
            bytes[i] = Long.parseLong(total[2]);
        }
        return bytes;
    }

    private void resumeAll(String what, long since) throws IOException {
        turnUntil(() -> clients.stream().allMatch(client -> !client.connected || client.unresumed() == 0), 120);
        int missing = clients.stream().filter(c -> c.connected).mapToInt(Client::unresumed).sum();
        System.out.printf("%s: resumed after %d ms, %d are not; errors %s%n", what, since(since), missing, errors);
    }

    private static long since(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private void trafficFor(int seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        traffic(() -> System.nanoTime() > end);
    }

    /** Each room with traffic gets a send a second, in turn from each of its clients that are connected. */
    private void traffic(BooleanSupplier done) throws Exception {
        long from = System.nanoTime();
        long due = 0;
        while (!done.getAsBoolean()) {
            while (due * 1_000_000_000L / live < System.nanoTime() - from) {
                int room = (int) (due % live);
                for (int i = 0; i < nodes.size(); i++) {
                    Client client = clients.get((int) ((room + (due / live + i) % nodes.size()) % clients.size()));
                    if (client.connected && client.resumed.contains(room)) {
                        client.send(room);
                        break;
                    }
                }
                due++;
            }
            turn(2);
        }
    }

    private void turnFor(int seconds) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        turnUntil(() -> System.nanoTime() > end, seconds + 1);
    }

    private void turnUntil(BooleanSupplier done, int seconds) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            turn(10);
        }
    }

    private void turn(int waitMs) throws IOException {
        boolean unwritten = false;
        if (since(pingedAt) > PING_MS) {
            pingedAt = System.nanoTime();
            clients.stream().filter(client -> client.connected).forEach(client -> client.write("{\"type\":\"ping\"}"));
        }
        for (Client client : clients) {
            unwritten |= client.flush();
        }
        selector.select(key -> ((Client) key.attachment()).read(), unwritten ? 1 : waitMs);
        for (Client client : clients) {
            if (client.broken) {
                client.reconnect();
            }
        }
    }

    private String room(int index) {
        return run + '-' + index;
    }

    // straight into MongoDB

    /** The id of each partition's owner. */
    private List<String> owners() throws Exception {
        BsonDocument assignment = result(ownership.find().first());
        return assignment.getArray("nodes").stream().map(node -> node.asString().getValue()).toList();
    }

    private void write(int fromRoom, int toRoom, int seqs) throws Exception {
        List<BsonDocument> documents = new ArrayList<>();
        for (int room = fromRoom; room < toRoom; room++) {
            for (int seq = 1; seq <= seqs; seq++) {
                documents.add(document(room, seq));
            }
            if (documents.size() >= 3_000 || room == toRoom - 1) {
                insert(documents);
                documents.clear();
            }
        }
    }

    private void plant() throws Exception {
        insert(planted.keySet().stream().map(room -> document(room, entries + 1)).toList());
    }

    private BsonDocument document(int room, int seq) {
        return new BsonDocument("_id", new BsonString("%s!1!%016d".formatted(room(room), seq)))
                .append("key", new BsonString(room(room) + "!1!somebody!m" + seq))
                .append("time", new BsonInt64(System.currentTimeMillis()))
                .append("kind", new BsonString("message"))
                .append("body", new BsonString(body));
    }

    private void insert(List<BsonDocument> documents) throws Exception {
        result(log.insertMany(documents, new InsertManyOptions().ordered(false)));
    }

    private static <T> T result(Publisher<T> publisher) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        publisher.subscribe(new Subscriber<T>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(1);
            }

            @Override
            public void onNext(T result) {
                done.complete(result);
            }

            @Override
            public void onError(Throwable cause) {
                done.completeExceptionally(cause);
            }

            @Override
            public void onComplete() {
                done.complete(null);
            }
        });
        return done.get();
    }

    /** A user with one WebSocket, who resumes all rooms when it breaks: those with traffic first. */
    private final class Client {
        private final String user;
        private final Map<Integer, Long> last = new HashMap<>(); // by room
        private final Set<Integer> resumed = new HashSet<>();
        private final ArrayDeque<Integer> toResume = new ArrayDeque<>();
        private final Map<Integer, Long> liveAt = new HashMap<>(); // by room, when an entry came that was sent after the kill
        private int node;
        private String nodeId;
        private boolean connected;
        private boolean broken;
        private boolean cameBack;
        private int resuming;
        private long resumedAt;
        private SelectionKey key;
        private SocketChannel channel;
        private ByteBuffer in = ByteBuffer.allocate(512 * 1024);
        private ByteBuffer out = ByteBuffer.allocate(64 * 1024);

        Client(String user, int node) {
            this.user = user;
            this.node = node;
        }

        int liveRooms() {
            return (int) last.keySet().stream().filter(room -> room < live).count();
        }

        int unresumed() {
            return last.size() - resumed.size();
        }

        void connect() throws Exception {
            channel = Handshake.open(nodes.get(node), secret, user);
            in.clear();
            out.clear();
            connected = true;
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
            resumed.clear();
            toResume.clear();
            last.keySet().stream().sorted().forEach(toResume::add);
            resuming = 0;
            resumeMore();
        }

        void reconnect() {
            broken = false;
            cameBack = true;
            key.cancel();
            connected = false;
            try {
                channel.close();
                node = (node + 1 + random.nextInt(nodes.size() - 1)) % nodes.size();
                connect();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private void resumeMore() {
            while (resuming < UNDER_WAY && !toResume.isEmpty()) {
                StringBuilder positions = new StringBuilder();
                for (int i = 0; i < RESUMED_AT_ONCE && !toResume.isEmpty(); i++) {
                    int room = toResume.poll();
                    positions.append(i == 0 ? "" : ",").append('"').append(room(room)).append("\":{\"seq\":")
                            .append(last.get(room)).append('}');
                }
                resuming++;
                write("{\"type\":\"resume\",\"presence\":false,\"rooms\":{" + positions + "}}");
            }
        }

        void send(int room) {
            String id = "s" + sends++;
            sentAt.put(id, System.nanoTime());
            write("{\"type\":\"send\",\"room\":\"" + room(room) + "\",\"clientMsgId\":\"" + id + "\",\"body\":"
                    + (System.nanoTime() - began) + "}");
        }

        void write(String text) {
            if (out.remaining() < 14 + text.length()) {
                out = ByteBuffer.allocate(2 * out.capacity() + text.length()).put(out.flip());
            }
            if (text.length() < 126) {
                out.put((byte) 0x81).put((byte) (0x80 | text.length()));
            } else {
                out.put((byte) 0x81).put((byte) (0x80 | 126)).putShort((short) text.length());
            }
            out.putInt(0); // a mask that changes nothing
            out.put(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Whether something is left to be written. */
        boolean flush() {
            if (!connected || out.position() == 0) {
                return false;
            }
            try {
                channel.write(out.flip());
                out.compact();
            } catch (IOException e) {
                broken = true;
                out.clear();
            }
            return out.position() > 0;
        }

        void read() {
            try {
                if (channel.read(in) < 0) {
                    throw new IOException("closed");
                }
            } catch (IOException e) {
                if (killedAt == Long.MAX_VALUE) {
                    throw new UncheckedIOException(e);
                }
                broken = true;
                return;
            }
            Frames.take(
                    in, (at, length) -> frame(new String(in.array(), at, length, StandardCharsets.ISO_8859_1)));
        }

        private void frame(String frame) {
            if (frame.startsWith("{\"type\":\"message\"")) {
                long seq = number(frame, "\"seq\":", 0);
                entries(frame, seq, seq);
            } else if (frame.startsWith("{\"type\":\"missed\"")) {
                entries(frame, number(frame, "\"fromSeq\":", 0), number(frame, "\"toSeq\":", 0));
            } else if (frame.startsWith("{\"type\":\"resumed\"")) {
                resumed(frame);
            } else if (frame.startsWith("{\"type\":\"ack\"")) {
                acks++;
                sentAt.remove(text(frame, "\"clientMsgId\":\""));
            } else if (frame.startsWith("{\"type\":\"error\"")) {
                errors.merge(text(frame, "\"code\":\""), 1, Integer::sum);
            } else if (frame.startsWith("{\"type\":\"welcome\"")) {
                nodeId = text(frame, "\"node\":\"");
            } else if (!frame.startsWith("{\"type\":\"pong\"")) {
                errors.merge(frame.substring(0, Math.min(40, frame.length())), 1, Integer::sum);
            }
        }

        private void entries(String frame, long from, long to) {
            int room = Integer.parseInt(text(frame, "\"room\":\"").substring(run.length() + 1));
            if (from != last.get(room) + 1) {
                throw new IllegalStateException("room " + room + ": " + from + " came instead of " + (last.get(room) + 1));
            }
            last.put(room, to);
            if (planted.containsKey(room)) {
                planted.putIfAbsent(room, 0L);
                planted.compute(room, (r, seen) -> seen == 0 ? System.nanoTime() : seen);
            } else if (room < live && killedAt != Long.MAX_VALUE) {
                for (int at = frame.indexOf("\"body\":"); at >= 0; at = frame.indexOf("\"body\":", at + 1)) {
                    if (frame.charAt(at + 7) != '"' && number(frame, "\"body\":", at) + began > killedAt) {
                        liveAt.putIfAbsent(room, System.nanoTime());
                    }
                }
            }
        }

        private void resumed(String frame) {
            resuming--;
            String member = "\"" + run + '-';
            int at = frame.indexOf(member);
            while (at >= 0) {
                int room = (int) number(frame, member, at);
                int next = frame.indexOf(member, at + 1);
                String outcome = frame.substring(at, next < 0 ? frame.length() : next);
                if (outcome.contains("\"status\":\"recovered\"")) {
                    resumed.add(room);
                } else {
                    errors.merge("resume " + text(outcome, "\"status\":\"") + ' ' + text(outcome, "\"code\":\""), 1,
                            Integer::sum);
                    toResume.add(room);
                }
                at = next;
            }
            resumedAt = System.nanoTime();
            resumeMore();
        }

        private static String text(String frame, String behind) {
            int at = frame.indexOf(behind);
            return at < 0 ? "" : frame.substring(at + behind.length(), frame.indexOf('"', at + behind.length()));
        }

        private static long number(String frame, String behind, int from) {
            int at = frame.indexOf(behind, from) + behind.length();
            long number = 0;
            for (; at < frame.length() && Character.isDigit(frame.charAt(at)); at++) {
                number = 10 * number + frame.charAt(at) - '0';
            }
            return number;
        }
    }
}
