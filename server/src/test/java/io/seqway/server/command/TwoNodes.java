package io.seqway.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
import io.seqway.testing.Await;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Two nodes on one database, whose rooms are for their members, at most four in each. */
final class TwoNodes implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CANDIDATES = 100;

    private final TestServer.Cluster cluster;
    private final String nameOfTheFirst;

    private TwoNodes(TestServer.Cluster cluster) {
        this.cluster = cluster;
        Await.until("either node owns rooms", LIMIT, () -> cluster.nodes().stream()
                .allMatch(node -> node.output().contains("partitions are this node's now")));
        try (SocketClient socket = SocketClient.connect(node(0).ws("/ws"))) {
            nameOfTheFirst = socket.await("welcome").path("node").textValue();
        }
    }

    static TwoNodes start() {
        return new TwoNodes(TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri())
                .forMembers()
                .and("--max-members-per-room", "4")
                .startCluster(List.of("all", "all")));
    }

    ServerProcess node(int index) {
        return cluster.nodes().get(index);
    }

    /** A name that begins so, of a room that the first node owns. */
    String roomOfTheFirst(String prefix) {
        Person backend = new Person(node(0), "backend", token("backend"));
        return IntStream.range(0, CANDIDATES)
                .mapToObj(i -> prefix + '.' + i)
                .filter(room -> nameOfTheFirst.equals(ownerOf(room, backend)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the first node owns none of " + CANDIDATES + " rooms"));
    }

    private static String ownerOf(String room, Person backend) {
        backend.ask(new Request("GET", "/admin/rooms/" + room, null), 1);
        JsonNode state = backend.answer(any -> true).content();
        return state.path("owner").textValue();
    }

    /** A token that opens no room by itself; that of the backend opens all. */
    static String token(String user) {
        Map<String, ?> claims = user.equals("backend") ? Map.of("role", "service") : Map.of();
        return Tokens.token(TestServer.SECRET, user, claims, Duration.ofHours(1));
    }

    @Override
    public void close() {
        cluster.close();
    }
}
