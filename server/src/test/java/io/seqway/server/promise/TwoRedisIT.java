package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.embedded.EmbeddedRedis;
import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two nodes that were given different Redis servers by mistake. */
class TwoRedisIT {
    private static final int ROOMS = 8;

    private final String rooms = "room-" + UUID.randomUUID() + '-';

    @Test
    void nobodyIsCountedTwiceAndTheLogSaysIt() {
        List<List<String>> nodes = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri())
                .cluster(List.of("all", "all"));
        try (EmbeddedRedis other = EmbeddedRedis.start()) {
            List<String> mistaken = new ArrayList<>(nodes.get(1));
            mistaken.set(mistaken.indexOf("--redis-uri") + 1, other.uri());
            try (ServerProcess one = ServerProcess.start(nodes.get(0), Map.of());
                    ServerProcess two = ServerProcess.start(mistaken, Map.of());
                    SocketClient ann = connect(one, "ann");
                    SocketClient ben = connect(two, "ben")) {
                for (int i = 0; i < ROOMS; i++) { // of both nodes of presence
                    ann.request(Map.of("type", "join", "id", 1, "room", rooms + i));
                    ben.request(Map.of("type", "join", "id", 1, "room", rooms + i));
                }

                one.awaitOutput("they use different Redis servers", 1);
                two.awaitOutput("they use different Redis servers", 1);

                for (int i = 0; i < ROOMS; i++) {
                    JsonNode present = ann.request(Map.of("type", "presence", "id", 2, "room", rooms + i));
                    assertThat(present.get("users")).isNotEmpty();
                    for (JsonNode user : present.get("users")) {
                        assertThat(user.get("connections").asInt()).isEqualTo(1);
                    }
                }
            }
        }
    }

    private static SocketClient connect(ServerProcess node, String user) {
        return SocketClient.connect(
                node.ws("/ws"), Map.of("Authorization", "Bearer " + Tokens.token(TestServer.SECRET, user)), List.of());
    }
}
