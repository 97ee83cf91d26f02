package io.seqway.verification.stage;

import io.seqway.testing.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Three full nodes behind a balancer, on a Redis of their own and a given MongoDB. Only one stage can be on a machine. What
 * a harness that was killed left behind is removed by the next one.
 */
public final class Stage {
    private static final int NODES = 3;
    private static final int REDIS_NUMBER = 9;
    private static final int BALANCER_NUMBER = 10;
    private static final int FIRST_NODE_NUMBER = 11;
    private static final Path LOCK = Path.of("/tmp/seqway-proof.lock");
    private static final Duration TOKENS_LAST = Duration.ofDays(2);

    private final String secret = UUID.randomUUID().toString();
    private final List<Node> nodes = new ArrayList<>();
    private final FileLock lock;
    private final ReplicaSet mongo;
    private final Network network;
    private final Redis redis;
    private final Balancer balancer;

    private Stage(Path jar, Path folder, FileLock lock) throws InterruptedException {
        this.lock = lock;
        String database = "proof_" + Instant.now().toEpochMilli();
        mongo = ReplicaSet.ofEnvironment(database);
        network = Network.create();
        Namespace redisPlace = network.add("redis", REDIS_NUMBER);
        redis = new Redis(redisPlace, folder.resolve("redis.log"));
        List<Namespace> places = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            places.add(network.add("node-" + (i + 1), FIRST_NODE_NUMBER + i));
        }
        List<String> addresses = places.stream().map(Namespace::address).toList();
        for (int i = 0; i < NODES; i++) {
            nodes.add(node("node-" + (i + 1), places.get(i), addresses, database, jar, folder));
        }
        balancer = new Balancer(network.add("balance", BALANCER_NUMBER), addresses, folder);
    }

    /**
     * Builds it and waits until all is ready. It ends when the JVM does, also by Ctrl-C amid the start.
     *
     * @param jar the server's
     * @param folder for what its processes say
     * @throws IllegalStateException if the machine lacks something, another stage is there, or a part does not become ready
     */
    public static Stage start(Path jar, Path folder) throws InterruptedException {
        Requirements.check();
        Stage stage = new Stage(jar, folder, lock());
        Runtime.getRuntime().addShutdownHook(new Thread(stage::end, "end"));
        stage.start();
        return stage;
    }

    private void start() throws InterruptedException {
        mongo.heal();
        redis.start();
        // one after the other, so that they are one cluster from the beginning
        for (Node node : nodes) {
            node.start();
        }
        for (Node node : nodes) {
            Await.until(node.name() + " sees all", Duration.ofSeconds(20), () -> node.view() == NODES);
        }
        balancer.start();
    }

    private Node node(String name, Namespace place, List<String> addresses, String database, Path jar, Path folder) {
        StoreLinks stores = new StoreLinks(place, network.harness(), mongo.members());
        Wall wall = new Wall(
                place,
                addresses.stream()
                        .filter(address -> !address.equals(place.address()))
                        .toList());
        WallClock clock = new WallClock(folder.resolve(name + ".clock"));
        Map<String, String> environment = new HashMap<>(clock.environment());
        environment.put("SEQWAY_JWT_SECRET", secret);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseG1GC",
                // started some twenty times in a run, on processors that all share
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xmx256m",
                "-jar",
                jar.toString(),
                "--host=" + place.address(),
                "--port=" + Node.PORT,
                "--management-port=" + Node.MANAGEMENT_PORT,
                "--room-access=open",
                // all clients come from one address, again and again
                "--handshakes-per-second=100000",
                "--handshake-burst=100000",
                "--mongo-uri=" + mongo.uri(),
                "--mongo-database=" + database,
                "--redis-uri=" + redis.uri(),
                "--cluster=hazelcast",
                "--cluster-host=" + place.address(),
                "--cluster-port=" + Node.CLUSTER_PORT,
                "--cluster-peers="
                        + String.join(
                                ",",
                                addresses.stream()
                                        .map(address -> address + ":" + Node.CLUSTER_PORT)
                                        .toList()));
        Program program = new Program(name, place, command, environment, folder.resolve(name + ".log"));
        return new Node(program, place.address(), stores, wall, clock);
    }

    /** Where clients connect: the balancer. */
    public URI entry() {
        return balancer.entry();
    }

    /** The nodes, which clients do not know of. */
    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    public ReplicaSet mongo() {
        return mongo;
    }

    public Redis redis() {
        return redis;
    }

    /** A token that lasts longer than any run, also for a node whose clock is wrong by minutes. */
    public String token(String user) {
        long issued = Instant.now().minus(Duration.ofHours(1)).getEpochSecond();
        return Tokens.token(secret, user, Map.of("iat", issued), TOKENS_LAST);
    }

    /** What the nodes have stored, for who reads it past them. */
    public StoredLog log() {
        return new StoredLog(mongo.uri(), mongo.database());
    }

    /** The database in MongoDB that the nodes use. */
    public String database() {
        return mongo.database();
    }

    /** Drops that database. */
    public void forget() throws InterruptedException {
        mongo.drop();
    }

    /** Ends all its processes, heals MongoDB, and removes the network. */
    private void end() {
        try {
            network.remove();
            nodes.forEach(node -> node.stores().close());
            try (mongo) {
                mongo.heal();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            release();
        }
    }

    private void release() {
        try {
            lock.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileLock lock() {
        try {
            FileChannel channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new IllegalStateException("Another proof runs on this machine");
            }
            return lock;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
