package io.seqway.verification.stage;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.connection.ClusterConnectionMode;
import io.seqway.testing.FaultProxy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.Document;
import org.bson.types.ObjectId;

/**
 * The three members of MongoDB, which run outside of the stage: those that {@code SEQWAY_TEST_REPLICA_SET_URI} names, on
 * loopback, killed and started by the command of {@code SEQWAY_TEST_REPLICA_SET_CONTROL}.
 */
public final class ReplicaSet implements AutoCloseable {
    static final String URI = "SEQWAY_TEST_REPLICA_SET_URI";
    static final String CONTROL = "SEQWAY_TEST_REPLICA_SET_CONTROL";

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration HUNG = Duration.ofSeconds(30);
    private static final int ANSWER_MS = 1_000;
    private static final int MEMBERS = 3;
    /** How soon the others notice that a primary is silent, and how long the next one looks for what it may have missed
     * (docs/operations.md, "MongoDB"). */
    private static final Document SETTINGS = new Document("electionTimeoutMillis", 4_000)
            .append("heartbeatTimeoutSecs", 3)
            .append("catchUpTimeoutMillis", 2_000);

    private final String uri;
    private final List<String> control;
    private final String database;
    private final Map<String, MongoClient> members = new LinkedHashMap<>();
    private final List<FaultProxy> proxies = new ArrayList<>();
    private final LoopbackWall wall = new LoopbackWall();

    private ReplicaSet(String uri, List<String> control, String database) {
        this.uri = uri;
        this.control = control;
        this.database = database;
        new ConnectionString(uri).getHosts().forEach(host -> members.put(host, client(host)));
        if (members.size() != MEMBERS) {
            throw new IllegalStateException(URI + " must name three members, and names " + members.size());
        }
    }

    /** @param database what the nodes write in */
    static ReplicaSet ofEnvironment(String database) {
        String control = Requirements.variable(CONTROL);
        return new ReplicaSet(Requirements.variable(URI), List.of(control.split(" +")), database);
    }

    String uri() {
        return uri;
    }

    String database() {
        return database;
    }

    /** The members as host:port. */
    public List<String> members() {
        return List.copyOf(members.keySet());
    }

    /** The one that takes writes: of two that both say so, the one elected last. */
    public Optional<String> primary() {
        String primary = null;
        ObjectId elected = null;
        for (String member : members.keySet()) {
            Document hello = ask(member, "hello").orElseGet(Document::new);
            ObjectId election = hello.getObjectId("electionId");
            if (hello.getBoolean("isWritablePrimary", false)
                    && election != null
                    && (elected == null || election.compareTo(elected) > 0)) {
                primary = member;
                elected = election;
            }
        }
        return Optional.ofNullable(primary);
    }

    /** Waits until there is a primary. */
    public String awaitPrimary() throws InterruptedException {
        return awaitPrimaryOtherThan("");
    }

    /** Waits until there is a primary, other than this one. */
    public String awaitPrimaryOtherThan(String former) throws InterruptedException {
        AtomicReference<String> found = new AtomicReference<>();
        Await.until("MongoDB has another primary than " + former, LIMIT, () -> {
            found.set(primary().orElse(former));
            return !found.get().equals(former);
        });
        return found.get();
    }

    /** SIGKILL, and the wait until it is gone. */
    public void kill(String member) {
        control("kill", member);
    }

    public void start(String member) {
        control("start", member);
    }

    /** Cuts it from the other members; its clients still reach it. */
    public void isolate(String member) {
        wall.raise(new ServerAddress(member).getPort());
    }

    /** Ends what {@link #isolate} did. */
    public void rejoin() {
        wall.lower();
    }

    /** Starts what is not there, and waits until there is a primary that all others follow. */
    public void heal() throws InterruptedException {
        rejoin();
        members.keySet().forEach(this::start);
        awaitWell();
        settle();
    }

    /** Gives the set the settings that operators are told to give theirs. */
    private void settle() throws InterruptedException {
        MongoDatabase admin = members.get(awaitPrimary()).getDatabase("admin");
        Document config = admin.runCommand(new Document("replSetGetConfig", 1)).get("config", Document.class);
        Document settings = config.get("settings", Document.class);
        if (!settings.entrySet().containsAll(SETTINGS.entrySet())) {
            settings.putAll(SETTINGS);
            config.put("version", config.getInteger("version") + 1);
            admin.runCommand(new Document("replSetReconfig", config));
        }
    }

    /**
     * Waits until there is a primary that all others follow. All members have to run; one that does not answer for
     * {@link #HUNG} is killed and started again.
     */
    public void awaitWell() throws InterruptedException {
        Map<String, Long> answered = new HashMap<>();
        Await.until("MongoDB has a primary and two secondaries", LIMIT, () -> {
            members.keySet().forEach(member -> restartIfHung(member, answered));
            return isWell();
        });
    }

    private void restartIfHung(String member, Map<String, Long> answered) {
        long now = System.nanoTime();
        if (ask(member, "hello").isPresent()) {
            answered.put(member, now);
        } else if (now - answered.computeIfAbsent(member, first -> now) > HUNG.toNanos()) {
            kill(member);
            start(member);
            answered.put(member, System.nanoTime());
        }
    }

    /**
     * Writes a document as one member alone would have it: with its own word, and no majority.
     *
     * @return whether it took it
     */
    public boolean writeAlone(String member, String id) {
        try {
            MongoCollection<Document> lone = lone(member).withWriteConcern(WriteConcern.W1.withJournal(false));
            return lone.insertOne(new Document("_id", id)).wasAcknowledged();
        } catch (MongoException e) {
            return false;
        }
    }

    /** Whether this member has such a document. */
    public boolean has(String member, String id) {
        return lone(member).countDocuments(new Document("_id", id)) > 0;
    }

    /** Drops the database of the nodes. */
    void drop() throws InterruptedException {
        awaitWell();
        members.get(awaitPrimary()).getDatabase(database).drop();
    }

    @Override
    public void close() {
        members.values().forEach(MongoClient::close);
        proxies.forEach(FaultProxy::close);
        LoopbackWall.remove();
    }

    private boolean isWell() {
        Optional<String> primary = primary();
        return primary.isPresent()
                && ask(primary.get(), "replSetGetStatus")
                        .map(status -> status.getList("members", Document.class).stream()
                                .allMatch(member ->
                                        List.of("PRIMARY", "SECONDARY").contains(member.getString("stateStr"))))
                        .orElse(false);
    }

    private MongoCollection<Document> lone(String member) {
        return members.get(member).getDatabase(database).getCollection("written_alone");
    }

    private Optional<Document> ask(String member, String command) {
        try {
            return Optional.of(members.get(member).getDatabase("admin").runCommand(new Document(command, 1)));
        } catch (MongoException e) {
            return Optional.empty();
        }
    }

    private void control(String verb, String member) {
        Command.run(Command.joined(control, List.of(verb, member)));
    }

    /** A client of one member, by a proxy, so that the wall does not take it for another member. */
    private MongoClient client(String member) {
        ServerAddress address = new ServerAddress(member);
        FaultProxy proxy = FaultProxy.before(
                address.getHost(), address.getPort(), InetAddress.getLoopbackAddress(), LoopbackWall.guest());
        proxies.add(proxy);
        return MongoClients.create(MongoClientSettings.builder()
                .applyToClusterSettings(cluster -> cluster.hosts(List.of(new ServerAddress("127.0.0.1", proxy.port())))
                        .mode(ClusterConnectionMode.SINGLE)
                        .serverSelectionTimeout(ANSWER_MS, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(ANSWER_MS, TimeUnit.MILLISECONDS)
                        .readTimeout(ANSWER_MS, TimeUnit.MILLISECONDS))
                .applyToServerSettings(server -> server.heartbeatFrequency(ANSWER_MS, TimeUnit.MILLISECONDS))
                .retryReads(false)
                .retryWrites(false)
                .build());
    }
}
