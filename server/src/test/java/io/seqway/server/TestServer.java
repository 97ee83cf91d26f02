package io.seqway.server;

import io.seqway.embedded.FreePorts;
import io.seqway.testing.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Servers as operators run them, in processes of their own, on the stores of a test. */
public final class TestServer {
    /** The secret that all of them believe. */
    public static final String SECRET = "a-secret-for-tests-of-thirty-two-bytes-or-more";

    private final List<String> arguments;
    private final int port = FreePorts.next();

    private TestServer(List<String> arguments) {
        this.arguments = arguments;
    }

    /** A server on these stores that lets everybody into every room and sends go as fast as they come. */
    public static TestServer on(String mongoUri, String database, String redisUri) {
        return with(List.of(
                "--mongo-uri", mongoUri,
                "--mongo-database", database,
                "--redis-uri", redisUri,
                "--host", "127.0.0.1",
                "--room-access", "open"));
    }

    /** A development server, whose stores are inside it and in this folder. */
    public static TestServer development(Path folder) {
        return with(List.of("--dev", "--data-dir", folder.toString()));
    }

    private static TestServer with(List<String> stores) {
        List<String> arguments = new ArrayList<>(stores);
        arguments.addAll(List.of(
                "--jwt-secret", SECRET,
                "--drain-seconds", "1",
                "--sends-per-second", "100000",
                "--send-burst", "100000"));
        return new TestServer(arguments);
    }

    /** The same, but that sends its clients away over so many seconds when it stops. */
    public TestServer drainingOver(int seconds) {
        List<String> changed = new ArrayList<>(arguments);
        changed.set(changed.indexOf("--drain-seconds") + 1, Integer.toString(seconds));
        return new TestServer(changed);
    }

    /** The same, but that nobody may be in a room who is no member of it, unless the token grants it. */
    public TestServer forMembers() {
        List<String> changed = new ArrayList<>(arguments);
        changed.set(changed.indexOf("--room-access") + 1, "members");
        return new TestServer(changed);
    }

    /** The same with further settings. */
    public TestServer and(String... settings) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(settings));
        return new TestServer(all);
    }

    /** Starts it, at the same address each time. */
    public ServerProcess start() {
        return ServerProcess.start(arguments, Map.of(), port);
    }

    /**
     * Starts a cluster.
     *
     * @param roles what each node does: {@code all}, or a list for {@code --roles}
     */
    public Cluster startCluster(List<String> roles) {
        return startCluster(roles, Map.of());
    }

    /** As {@link #startCluster(List)}, with these variables of the environment. */
    public Cluster startCluster(List<String> roles, Map<String, String> environment) {
        Cluster cluster = new Cluster(new ArrayList<>());
        try {
            for (List<String> node : cluster(roles)) {
                cluster.nodes().add(ServerProcess.start(node, environment));
            }
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** The arguments of each node of a cluster, for a test that starts them itself; see {@link #startCluster(List)}. */
    public List<List<String>> cluster(List<String> roles) {
        List<Integer> clusterPorts =
                roles.stream().map(role -> FreePorts.next()).toList();
        String peers = String.join(
                ",", clusterPorts.stream().map(p -> "127.0.0.1:" + p).toList());
        List<List<String>> nodes = new ArrayList<>();
        for (int i = 0; i < roles.size(); i++) {
            List<String> node = new ArrayList<>(arguments);
            node.addAll(List.of(
                    "--cluster",
                    "hazelcast",
                    "--cluster-host",
                    "127.0.0.1",
                    "--cluster-port",
                    String.valueOf(clusterPorts.get(i)),
                    "--cluster-peers",
                    peers));
            if (!roles.get(i).equals("all")) {
                node.addAll(List.of("--roles", roles.get(i)));
            }
            nodes.add(node);
        }
        return nodes;
    }

    /** Nodes that know each other. */
    public record Cluster(List<ServerProcess> nodes) implements AutoCloseable {
        @Override
        public void close() {
            nodes.forEach(ServerProcess::close);
        }
    }
}
