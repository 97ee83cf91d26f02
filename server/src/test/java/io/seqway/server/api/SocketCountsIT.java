package io.seqway.server.api;

import static io.seqway.server.api.ApiServer.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.testing.Await;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node says how many are connected to it, each user and each room once, whichever event loop they are on. */
class SocketCountsIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void connectionsUsersAndRooms() {
        try (ApiServer server = ApiServer.start(TestMongo.uri())) {
            assertThat(counts(server)).isEqualTo("0 0 0");
            List<SocketClient> sockets = List.of(
                    server.socket(user("ann"), "a"),
                    server.socket(user("ann"), "a"),
                    server.socket(user("bob"), "b"),
                    server.socket(user("ann")),
                    SocketClient.connect(server.process().ws("/ws")));
            sockets.get(0).request(Map.of("type", "join", "room", "b"));
            await(server, "5 2 2");
            assertThat(ask(server, "/health").path("connectedSockets").asInt()).isEqualTo(5);
            sockets.forEach(SocketClient::close);
            await(server, "0 0 0");
        }
    }

    private static void await(ApiServer server, String expected) {
        Await.until("sockets, users and rooms are " + expected, LIMIT, () -> counts(server)
                .equals(expected));
    }

    private static String counts(ApiServer server) {
        JsonNode counts = ask(server, "/health/sockets");
        return counts.path("totalSockets").asInt() + " "
                + counts.path("totalUsers").asInt() + " "
                + counts.path("totalRooms").asInt();
    }

    private static JsonNode ask(ApiServer server, String path) {
        return server.ask("GET", path, Map.of(), "").is(200).json();
    }
}
