package io.seqway.server.api;

import static io.seqway.server.api.ApiServer.message;
import static io.seqway.server.api.ApiServer.messages;
import static io.seqway.server.api.ApiServer.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The same message that comes to two nodes at once is stored once, and both say where. */
class OnceAcrossNodesIT {
    private static final int MESSAGES = 100;

    @Test
    void oneIsStoredAndOneIsADuplicate() {
        TestServer both = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri());
        try (TestServer.Cluster cluster = both.startCluster(List.of("all", "all"))) {
            List<ApiServer> nodes = cluster.nodes().stream().map(ApiServer::new).toList();
            List<List<CompletableFuture<Answer>>> asked = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                String room = "room" + i % 8;
                String content = message("m" + i, i);
                asked.add(nodes.stream()
                        .map(node -> node.askLater(
                                "POST", messages(room), Map.of("Authorization", "Bearer " + user("ann")), content))
                        .toList());
            }
            for (List<CompletableFuture<Answer>> pair : asked) {
                Answer one = pair.get(0).join();
                Answer other = pair.get(1).join();
                assertThat(List.of(one.status(), other.status())).containsExactlyInAnyOrder(200, 201);
                assertThat(one.json().path("seq")).isEqualTo(other.json().path("seq"));
                assertThat(one.json().path("messageId")).isEqualTo(other.json().path("messageId"));
                assertThat(one.json().path("duplicate").asBoolean())
                        .isNotEqualTo(other.json().path("duplicate").asBoolean());
            }
            assertThat(stored(nodes.get(0))).isEqualTo(MESSAGES);
        }
    }

    private static int stored(ApiServer node) {
        int stored = 0;
        for (int i = 0; i < 8; i++) {
            JsonNode page = node.get(messages("room" + i) + "?after=0", user("reader" + i))
                    .is(200)
                    .json();
            stored += page.path("messages").size();
        }
        return stored;
    }
}
