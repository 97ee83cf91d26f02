package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.embedded.FreePorts;
import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node that comes to a cluster with another database: it would take the rooms of the others there. */
class AnotherDatabaseIT {
    private final String database = TestMongo.freshDatabase();
    private final String other = TestMongo.freshDatabase();

    @Test
    void aNodeWithAnotherDatabaseStopsAndTheClusterGoesOn() {
        List<List<String>> nodes = TestServer.on(TestMongo.uri(), database, TestRedis.uri())
                .cluster(List.of("message-store,presence", "gateway", "all"));
        List<String> wrong = new ArrayList<>(nodes.get(2));
        wrong.set(wrong.indexOf("--mongo-database") + 1, other);
        try (ServerProcess store = ServerProcess.start(nodes.get(0), Map.of());
                ServerProcess gateway = ServerProcess.start(nodes.get(1), Map.of());
                SocketClient ann = connect(gateway)) {
            ann.request(Map.of("type", "join", "id", 1, "room", "r"));
            assertThat(send(ann, "m1").get("seq").asLong()).isEqualTo(1);

            for (int times = 0; times < 2; times++) {
                try (ServerProcess stranger = ServerProcess.launch(wrong, Map.of(), FreePorts.next())) {
                    assertThat(stranger.awaitExit()).isEqualTo(1);
                    assertThat(stranger.output())
                            .contains("seqway: the cluster has another database: this node has database '" + other)
                            .contains("has database '" + database)
                            .contains("--mongo-database");
                }
            }

            assertThat(send(ann, "m2").get("seq").asLong()).isEqualTo(2);
            for (ServerProcess node : List.of(store, gateway)) {
                assertThat(node.output()).containsOnlyOnce("it is left out");
            }
            assertThat(store.output()).doesNotContain("partitions went to other nodes");
        }
    }

    private static JsonNode send(SocketClient client, String clientMsgId) {
        return client.request(
                Map.of("type", "send", "id", 2, "room", "r", "clientMsgId", clientMsgId, "body", clientMsgId));
    }

    private static SocketClient connect(ServerProcess node) {
        return SocketClient.connect(
                node.ws("/ws"), Map.of("Authorization", "Bearer " + Tokens.token(TestServer.SECRET, "ann")), List.of());
    }
}
