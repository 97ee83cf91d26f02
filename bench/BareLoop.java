import com.mongodb.ConnectionString;
import com.mongodb.WriteConcern;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.seqway.protocol.cluster.Partitions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * What MongoDB itself gives here: the documents that Seqway would store for {@link SendLoad}, with the same ids, keys
 * and indexes, in bulks made as Seqway's lanes make them (message-store, {@code sequence/Lane}), through MongoDB's own
 * driver, with nothing else around. A document that is stored is followed at once by the next one of the same sender.
 *
 * <p>{@code java -cp server/target/seqway.jar bench/BareLoop.java mongodb://… DATABASE rooms 50 outstanding 500}, and
 * {@code … mongodb://… drop DATABASE…} to clean up.
 */
public final class BareLoop {
    private static final int LANES = 2;
    private static final int BULK_ENTRIES = 500;
    private static final int BULK_BYTES = 256 * 1024;
    private static final int OVERHEAD = 300;

    private record Document(int sender, BsonDocument bson) {}

    private static final class Room {
        private final String name;
        private final ArrayDeque<Integer> waiting = new ArrayDeque<>();
        private long head;
        private boolean offered;

        Room(String name) {
            this.name = name;
        }
    }

    private static final class Lane {
        private final ArrayDeque<Room> ready = new ArrayDeque<>();
        private boolean busy;
    }

    private final MongoCollection<BsonDocument> log;
    private final Room[] rooms;
    private final Lane[] lanes = new Lane[LANES];
    private final long[] next; // of each sender: how many it has sent
    private final String body;
    private boolean measuring;
    private boolean stopping;
    private long stored;
    private long bulks;

    private BareLoop(MongoCollection<BsonDocument> log, Map<String, Integer> options) {
        this.log = log;
        String run = Long.toString(System.currentTimeMillis(), 36);
        rooms = IntStream.range(0, options.get("rooms"))
                .mapToObj(i -> new Room(run + '-' + i))
                .toArray(Room[]::new);
        next = new long[options.get("outstanding")];
        body = "\"" + "x".repeat(options.get("body") - 2) + "\"";
        for (int i = 0; i < LANES; i++) {
            lanes[i] = new Lane();
        }
    }

    public static void main(String[] args) throws Exception {
        Map<String, Integer> options =
                new HashMap<>(Map.of("rooms", 50, "outstanding", 500, "warmup", 3, "seconds", 8, "body", 100));
        ConnectionString uri = new ConnectionString(args[0]);
        try (MongoClient client = MongoClients.create(uri)) {
            if (args[1].equals("drop")) {
                for (int i = 2; i < args.length; i++) {
                    await(client.getDatabase(args[i]).drop());
                }
                return;
            }
            for (int i = 2; i < args.length; i += 2) {
                options.put(args[i], Integer.valueOf(args[i + 1]));
            }
            MongoCollection<BsonDocument> log = client.getDatabase(args[1])
                    .getCollection("log", BsonDocument.class)
                    .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
            await(log.createIndex(
                    Indexes.ascending("key"), new IndexOptions().name("message_key").unique(true)));
            new BareLoop(log, options).measure(options.get("warmup"), options.get("seconds"));
        }
    }

    private void measure(int warmup, int seconds) throws InterruptedException {
        for (int sender = 0; sender < next.length; sender++) {
            offer(sender);
        }
        for (Lane lane : lanes) {
            write(lane);
        }
        TimeUnit.SECONDS.sleep(warmup);
        long began;
        synchronized (this) {
            began = System.nanoTime();
            measuring = true;
        }
        TimeUnit.SECONDS.sleep(seconds);
        synchronized (this) {
            double took = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    "bare loop, %d rooms, %d outstanding, %d-byte bodies, %.1f s: %.0f stored/s, %.0f in a bulk%n",
                    rooms.length, next.length, body.length(), took, stored / took, (double) stored / bulks);
            stopping = true;
            while (Arrays.stream(lanes).anyMatch(lane -> lane.busy)) {
                wait();
            }
        }
    }

    /** The sender's next message waits: each sender goes round the rooms, so that all senders together reach all. */
    private synchronized void offer(int sender) {
        Room room = rooms[(int) ((sender + next[sender]++ * next.length) % rooms.length)];
        room.waiting.addLast(sender);
        if (!room.offered) {
            room.offered = true;
            lane(room).ready.addLast(room);
        }
    }

    private Lane lane(Room room) {
        return lanes[Partitions.of(room.name) % LANES];
    }

    private void write(Lane lane) {
        List<Document> bulk;
        synchronized (this) {
            if (lane.busy || stopping || lane.ready.isEmpty()) {
                return;
            }
            lane.busy = true;
            bulk = take(lane);
        }
        List<InsertOneModel<BsonDocument>> inserts =
                bulk.stream().map(document -> new InsertOneModel<>(document.bson())).toList();
        Publisher<BulkWriteResult> written = log.bulkWrite(inserts, new BulkWriteOptions().ordered(true));
        whenDone(written).whenComplete((result, failure) -> {
            if (failure != null) {
                failure.printStackTrace();
                System.exit(1);
            }
            written(lane, bulk);
        });
    }

    private void written(Lane lane, List<Document> bulk) {
        synchronized (this) {
            lane.busy = false;
            notifyAll();
            if (measuring) {
                stored += bulk.size();
                bulks++;
            }
            bulk.forEach(document -> offer(document.sender()));
        }
        for (Lane each : lanes) {
            write(each);
        }
    }

    /** What waits, round robin, as in Seqway's lanes. */
    private List<Document> take(Lane lane) {
        List<Document> bulk = new ArrayList<>();
        List<Room> taken = new ArrayList<>();
        Map<Room, List<Document>> runs = new HashMap<>();
        int share = Math.max(1, BULK_ENTRIES / lane.ready.size());
        int most = Math.min(BULK_ENTRIES, BULK_BYTES / (body.length() + OVERHEAD));
        int entries = most;
        while (!lane.ready.isEmpty() && entries > 0) {
            Room room = lane.ready.pollFirst();
            room.offered = false;
            taken.add(room);
            entries -= move(room, runs, Math.min(share, entries));
        }
        for (Room room : taken) {
            entries -= move(room, runs, entries);
            if (!room.waiting.isEmpty()) {
                room.offered = true;
                lane.ready.addLast(room);
            }
            bulk.addAll(runs.get(room));
        }
        return bulk;
    }

    private int move(Room room, Map<Room, List<Document>> runs, int most) {
        List<Document> run = runs.computeIfAbsent(room, r -> new ArrayList<>());
        int moved = 0;
        while (moved < most && !room.waiting.isEmpty()) {
            run.add(document(room, room.waiting.pollFirst()));
            moved++;
        }
        return moved;
    }

    private Document document(Room room, int sender) {
        String user = "load" + sender;
        BsonDocument bson = new BsonDocument()
                .append("_id", new BsonString(room.name + "!1!" + seq(++room.head)))
                .append("key", new BsonString(room.name + "!1!" + user + "!" + user + '-' + next[sender]))
                .append("time", new BsonInt64(System.currentTimeMillis()))
                .append("kind", new BsonString("message"))
                .append("body", new BsonString(body));
        return new Document(sender, bson);
    }

    private static String seq(long seq) {
        String digits = Long.toString(seq);
        return "0".repeat(16 - digits.length()) + digits;
    }

    private static void await(Publisher<?> publisher) {
        whenDone(publisher).join();
    }

    private static <T> CompletableFuture<T> whenDone(Publisher<T> publisher) {
        CompletableFuture<T> done = new CompletableFuture<>();
        publisher.subscribe(new Subscriber<>() {
            private T last;

            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(T item) {
                last = item;
            }

            @Override
            public void onError(Throwable failure) {
                done.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                done.complete(last);
            }
        });
        return done;
    }
}
