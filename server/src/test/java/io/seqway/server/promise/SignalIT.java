package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.server.TestServer;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A signal reaches the clients of another node, whichever of the two owns the room. */
class SignalIT {
    /** As many as let either node own some of them. */
    private static final List<String> ROOMS =
            IntStream.range(0, 16).mapToObj(i -> "room" + i).toList();

    @Test
    void acrossNodes() throws InterruptedException {
        Progress progress = new Progress();
        TestServer server = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri());
        try (TestServer.Cluster cluster = server.startCluster(List.of("all", "all"))) {
            progress.await("either node owns rooms", () -> cluster.nodes().stream()
                    .allMatch(node -> node.output().contains("partitions are this node's now")));
            try (Onlooker ann = Onlooker.join(cluster.nodes().get(0), "ann", ROOMS);
                    Onlooker ben = Onlooker.join(cluster.nodes().get(1), "ben", ROOMS)) {
                for (String room : ROOMS) {
                    ann.socket().send(Map.of("type", "signal", "room", room, "name", "wave", "data", room));
                    ben.socket()
                            .await(frame -> frame.path("type").asText().equals("signal")
                                    && frame.path("data").asText().equals(room));
                }
                assertThat(ann.socket().received("signal")).isEmpty();
                assertThat(ben.socket().received("signal")).as("each once").hasSize(ROOMS.size());
            }
        }
    }
}
