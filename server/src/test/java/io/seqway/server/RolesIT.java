package io.seqway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The way of a message through processes of their own. */
class RolesIT {
    private final TestServer server = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri());

    @Test
    void threeProcessesOfOneRoleEachAreOneServer() throws Exception {
        try (TestServer.Cluster cluster = server.startCluster(List.of("message-store", "presence", "gateway"))) {
            walk(cluster.nodes().get(2), cluster.nodes().get(2));
        }
    }

    @Test
    void aMessageGoesFromOneFullNodeToTheOther() throws Exception {
        try (TestServer.Cluster cluster = server.startCluster(List.of("all", "all"))) {
            // each owns rooms: none moves from the one to the other meanwhile
            cluster.nodes().forEach(node -> node.awaitOutput("partitions are this node's now", 1));
            walk(cluster.nodes().get(0), cluster.nodes().get(1));
            walk(cluster.nodes().get(1), cluster.nodes().get(0));
        }
    }

    private static void walk(ServerProcess reading, ServerProcess sending) {
        for (int i = 0; i < 8; i++) { // rooms of both owners
            String room = "walk-" + reading.port() + "-" + i;
            try (SocketClient ann = connect(reading, "ann");
                    SocketClient bob = connect(sending, "bob")) {
                assertThat(ann.request(Map.of("type", "join", "id", 1, "room", room))
                                .get("type")
                                .asText())
                        .isEqualTo("joined");
                bob.request(Map.of("type", "join", "id", 1, "room", room));
                JsonNode ack = bob.request(
                        Map.of("type", "send", "id", 2, "room", room, "clientMsgId", "m1", "body", "hello"));
                assertThat(ack.get("type").asText()).isEqualTo("ack");
                assertThat(ack.get("seq").asLong()).isEqualTo(1);
                assertThat(ann.await("message").get("body").asText()).isEqualTo("hello");
                JsonNode repeat = ann.request(Map.of("type", "history", "id", 3, "room", room, "after", 0));
                assertThat(repeat.get("messages")).hasSize(1);
            }
        }
    }

    private static SocketClient connect(ServerProcess node, String user) {
        return SocketClient.connect(
                node.ws("/ws"), Map.of("Authorization", "Bearer " + Tokens.token(TestServer.SECRET, user)), List.of());
    }
}
