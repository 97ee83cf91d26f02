package io.seqway.server.api;

import static io.seqway.server.api.ApiServer.json;
import static io.seqway.server.api.ApiServer.service;
import static io.seqway.server.api.ApiServer.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
import io.seqway.testing.SocketClient;
import io.seqway.testing.SocketClose;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A backend closes the connections of a user, on all nodes, and learns which nodes have done so. */
class DisconnectUserIT {
    private static final String ANN = "/api/users/ann/disconnect";

    @Test
    void onEveryNodeAndOnlyThoseOfThatUser() {
        try (TestServer.Cluster cluster = twoNodes()) {
            List<ApiServer> nodes = cluster.nodes().stream().map(ApiServer::new).toList();
            try (SocketClient here = nodes.get(0).socket(user("ann"), "room");
                    SocketClient hereToo = nodes.get(0).socket(user("ann"));
                    SocketClient there = nodes.get(1).socket(user("ann"), "room");
                    SocketClient bob = nodes.get(1).socket(user("bob"), "room")) {
                JsonNode told = nodes.get(0)
                        .post(ANN, service(), json(Map.of("reason", "your account was closed")))
                        .is(200)
                        .json();
                assertThat(told.path("connections").asInt()).isEqualTo(3);
                assertThat(told.path("nodes").asInt()).isEqualTo(2);
                assertThat(told.path("silentNodes").asInt()).isZero();
                for (SocketClient socket : List.of(here, hereToo, there)) {
                    assertThat(socket.awaitClose()).isEqualTo(new SocketClose(4403, "your account was closed"));
                }
                assertThat(bob.request(Map.of("type", "ping")).path("type").asText())
                        .isEqualTo("pong");
            }
            assertThat(nodes.get(1)
                            .post(ANN, service(), "")
                            .is(200)
                            .json()
                            .path("connections")
                            .asInt())
                    .as("nobody is left")
                    .isZero();
        }
    }

    @Test
    void aNodeThatDoesNotAnswerIsCounted() {
        try (TestServer.Cluster cluster = twoNodes()) {
            ApiServer awake = new ApiServer(cluster.nodes().get(0));
            try (SocketClient ann = awake.socket(user("ann"))) {
                cluster.nodes().get(1).pause();
                JsonNode told = awake.post(ANN, service(), "").is(202).json();
                cluster.nodes().get(1).resume();
                assertThat(told.path("connections").asInt()).isEqualTo(1);
                assertThat(told.path("nodes").asInt()).isEqualTo(1);
                assertThat(told.path("silentNodes").asInt()).isEqualTo(1);
                assertThat(ann.awaitClose(Duration.ofSeconds(5))).isEqualTo(new SocketClose(4403, "not allowed"));
            }
        }
    }

    @Test
    void itIsForServicesOnly() {
        ApiServer server = ApiServer.shared();
        server.post("/api/users/ann/disconnect", user("ann"), "").isProblem(403, "forbidden");
        server.post("/api/users/a%20b/disconnect", service(), "")
                .isProblem(400, "bad-request")
                .saying("user");
        server.post(ANN, service(), json(Map.of("reason", "é"))).isProblem(400, "bad-request");
        server.post(ANN, service(), json(Map.of("reason", "x".repeat(121)))).isProblem(400, "bad-request");
        server.post(ANN, service(), "{").isProblem(400, "bad-request");
    }

    private static TestServer.Cluster twoNodes() {
        return TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri())
                .startCluster(List.of("all", "all"));
    }
}
