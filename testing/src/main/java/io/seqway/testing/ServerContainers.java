package io.seqway.testing;

import com.github.dockerjava.api.model.Capability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.MountableFile;

/**
 * Seqway in containers, as docker/cluster.yaml has it: three nodes of the image behind HAProxy, on MongoDB and Redis, in a
 * network of their own. Each is known by the name that it has in that file.
 */
public final class ServerContainers implements AutoCloseable {
    /** The stores, which tests may kill and cut off like any node. */
    public static final String MONGO = "mongo";

    public static final String REDIS = "redis";

    private static final Logger LOG = LoggerFactory.getLogger(ServerContainers.class);
    private static final String REPORT_NAME = "containers";
    private static final String MONGO_IMAGE = "mongo:7.0";
    private static final String REDIS_IMAGE = "redis:7.2";
    private static final String BALANCER_IMAGE = "haproxy:3.0";
    private static final List<String> NODES = List.of("seqway1", "seqway2", "seqway3");
    private static final Duration STARTUP = Duration.ofMinutes(1);
    /** A node whose MongoDB is too slow ends, and is started again, as the compose files have it; and so are all of them. */
    private static final int STARTS = 2;

    private static final int CLIENTS_PORT = 8080;
    /** What any node answers to anybody. */
    private static final String OPEN_PATH = "/openapi.yaml";

    private static final int MANAGEMENT_PORT = 8081;
    private static final String ELECT = """
            rs.initiate({_id: 'rs0', members: [{_id: 0, host: 'mongo:27017'}]});
            while (!db.hello().isWritablePrimary) sleep(100)""";

    private static final boolean POSSIBLE = find();

    private final FaultyNetwork network = new FaultyNetwork();
    private final Map<String, GenericContainer<?>> running = new LinkedHashMap<>();
    private final Path docker;
    private final String secret;

    private ServerContainers(Path docker, String secret) {
        this.docker = docker;
        this.secret = secret;
    }

    /**
     * Whether there is a Docker engine to start them on, and {@code SEQWAY_TEST_BACKENDS} does not ask for embedded stores
     * only; the report of the run says so where not.
     */
    public static boolean arePossible() {
        return POSSIBLE;
    }

    /**
     * Builds the image and starts all of them; returns when clients can come.
     *
     * @param docker the folder docker/ of the repository
     * @param secret what tokens are signed with
     */
    public static ServerContainers start(Path docker, String secret) {
        for (int tries = 1; ; tries++) {
            ServerContainers containers = new ServerContainers(docker, secret);
            try {
                containers.start();
                return containers;
            } catch (RuntimeException e) {
                LOG.warn("the containers did not start:\n{}", containers.logs());
                containers.close();
                if (tries == STARTS) {
                    throw e;
                }
            }
        }
    }

    private void start() {
        ImageFromDockerfile image = ServerImage.of(docker);
        startAll(List.of(add(MONGO, mongo()), add(REDIS, redis())));
        elect();
        startAll(NODES.stream().map(name -> add(name, node(image))).toList());
        startAll(List.of(add("balancer", balancer())));
        SharedStore.report(REPORT_NAME + " started " + image.getDockerImageName() + " on " + MONGO_IMAGE + ", "
                + REDIS_IMAGE + ", " + BALANCER_IMAGE);
    }

    private static void startAll(List<? extends GenericContainer<?>> some) {
        Startables.deepStart(some).join();
    }

    private GenericContainer<?> add(String name, GenericContainer<?> container) {
        container.withNetwork(network.network()).withNetworkAliases(name).withStartupTimeout(STARTUP);
        running.put(name, container);
        return container;
    }

    private static GenericContainer<?> mongo() {
        return new GenericContainer<>(MONGO_IMAGE)
                .withCommand("mongod", "--replSet", "rs0", "--bind_ip_all")
                .waitingFor(Wait.forLogMessage("(?i).*waiting for connections.*", 1));
    }

    private static GenericContainer<?> redis() {
        return new GenericContainer<>(REDIS_IMAGE)
                .withCommand("redis-server", "--save", "", "--appendonly", "no", "--protected-mode", "no")
                .waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1));
    }

    private GenericContainer<?> balancer() {
        MountableFile settings = MountableFile.forHostPath(docker.resolve("haproxy/haproxy.cfg"));
        return new GenericContainer<>(BALANCER_IMAGE)
                .withCopyFileToContainer(settings, "/usr/local/etc/haproxy/haproxy.cfg")
                .withExposedPorts(CLIENTS_PORT)
                .waitingFor(Wait.forHttp(OPEN_PATH).forPort(CLIENTS_PORT));
    }

    /** With no more rights than the compose files give it. */
    private GenericContainer<?> node(ImageFromDockerfile image) {
        return new GenericContainer<>(image)
                .withEnv(settings())
                .withStartupAttempts(STARTS)
                .withExposedPorts(MANAGEMENT_PORT)
                .withTmpFs(Map.of("/tmp", "rw"))
                .withCreateContainerCmdModifier(command -> command.getHostConfig()
                        .withReadonlyRootfs(true)
                        .withCapDrop(Capability.ALL)
                        .withSecurityOpts(List.of("no-new-privileges:true")))
                .waitingFor(Wait.forHttp("/health/ready").forPort(MANAGEMENT_PORT));
    }

    private Map<String, String> settings() {
        return Map.of(
                "SEQWAY_JWT_SECRET",
                secret,
                "SEQWAY_MONGO_URI",
                "mongodb://mongo:27017/?replicaSet=rs0&w=majority&journal=true",
                "SEQWAY_REDIS_URI",
                "redis://redis:6379",
                "SEQWAY_CLUSTER",
                "hazelcast",
                "SEQWAY_CLUSTER_PEERS",
                String.join(":5701,", NODES) + ":5701",
                "SEQWAY_MANAGEMENT_PORT",
                Integer.toString(MANAGEMENT_PORT),
                "SEQWAY_ROOM_ACCESS",
                "open",
                "SEQWAY_SENDS_PER_SECOND",
                "100000",
                "SEQWAY_SEND_BURST",
                "100000");
    }

    private void elect() {
        try {
            ExecResult result = running.get(MONGO).execInContainer("mongosh", "--quiet", "--eval", ELECT);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException("The replica set cannot be made: " + result);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the replica set was made", e);
        }
    }

    /** An address of the balancer: {@code ws://...} and the path. */
    public URI ws(String path) {
        GenericContainer<?> balancer = running.get("balancer");
        return URI.create("ws://" + balancer.getHost() + ":" + balancer.getMappedPort(CLIENTS_PORT) + path);
    }

    /** Whether the balancer knows of a node that takes clients, which it hears a second after there is one. */
    public boolean isOpen() {
        try {
            new HttpPort(URI.create(ws("").toString().replaceFirst("^ws", "http"))).ask(OPEN_PATH, "");
            return true;
        } catch (UncheckedIOException e) {
            return false; // 503
        }
    }

    /** The names of the nodes. */
    public List<String> nodes() {
        return NODES;
    }

    /**
     * What a node's management port says to a GET.
     *
     * @param token of a service, or an empty text
     * @throws UncheckedIOException if it does not answer 200
     * @throws IllegalStateException if it has no such port now
     */
    public String ask(String node, String path, String token) {
        return managementOf(node).ask(path, token);
    }

    /** Whether a node says that clients may be sent to it. */
    public boolean isReady(String node) {
        try {
            ask(node, "/health/ready", "");
            return true;
        } catch (UncheckedIOException | IllegalStateException e) {
            return false; // it is not there, or not ready
        }
    }

    private HttpPort managementOf(String node) {
        GenericContainer<?> container = running.get(node);
        int port = network.portOf(container, MANAGEMENT_PORT);
        return new HttpPort(URI.create("http://" + container.getHost() + ":" + port));
    }

    /** SIGKILL. */
    public void kill(String name) {
        network.kill(running.get(name));
    }

    /** Starts what was killed, with what it has on its disk. */
    public void startAgain(String name) {
        network.startAgain(running.get(name));
    }

    /** The same, but what it had as an address belongs to somebody else meanwhile. */
    public void startElsewhere(String name) {
        network.occupy(REDIS_IMAGE);
        network.startAgain(running.get(name));
    }

    /** SIGSTOP: it stands still, and its connections stay. */
    public void pause(String name) {
        network.pause(running.get(name));
    }

    /** It goes on where it stood still. */
    public void resume(String name) {
        network.resume(running.get(name));
    }

    /** Takes it out of the network, as by {@code docker network disconnect}: nothing comes or goes, nobody is told. */
    public void cutOff(String name) {
        network.cutOff(running.get(name));
    }

    /** Puts it back into the network, under its name. */
    public void mend(String name) {
        network.mend(running.get(name), name);
    }

    /** Its address in the network. */
    public String address(String name) {
        return network.addressOf(running.get(name));
    }

    /** The end of what each of them has said, for whoever looks for a cause. */
    public String logs() {
        StringBuilder logs = new StringBuilder();
        running.forEach((name, container) -> {
            String all = container.getContainerId() == null ? "it does not run\n" : container.getLogs();
            logs.append("--- ").append(name).append('\n').append(all.substring(Math.max(0, all.length() - 4_000)));
        });
        return logs.toString();
    }

    @Override
    public void close() {
        List<GenericContainer<?>> all = new ArrayList<>(running.values());
        all.forEach(GenericContainer::stop);
        network.close();
    }

    private static boolean find() {
        String demand = System.getenv().getOrDefault(StoreChoice.BACKENDS, "");
        if (demand.equals("embedded")) {
            SharedStore.report(REPORT_NAME + " missing (" + StoreChoice.BACKENDS + " is embedded)");
            return false;
        }
        boolean possible = demand.equals("container") || DockerEngine.answers();
        if (!possible) {
            SharedStore.report(REPORT_NAME + " missing (no Docker engine answers)");
        }
        return possible;
    }
}
