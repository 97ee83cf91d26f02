package io.seqway.server.api;

import static io.seqway.server.api.ApiServer.message;
import static io.seqway.server.api.ApiServer.messages;
import static io.seqway.server.api.ApiServer.service;
import static io.seqway.server.api.ApiServer.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.testing.SocketClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What those who look after the nodes may ask, and nobody else. */
class AdminIT {
    private static final List<String> ALL = List.of("/admin/users/ann", "/admin/rooms/r", "/admin/node");

    private final ApiServer server = ApiServer.shared();

    @Test
    void aUsersConnectionsStandWhereTheyStand() {
        String name = ApiServer.fresh("admired");
        String room = ApiServer.fresh("admin");
        try (SocketClient here = server.socket(user(name), room);
                SocketClient alsoHere = server.socket(user(name))) {
            String session = here.await("welcome").path("sessionId").asText();
            server.post(messages(room), service(), message("m1", "hello")).is(201);
            here.await("message");

            JsonNode state =
                    server.get("/admin/users/" + name, service()).is(200).json();

            assertThat(state.path("silentNodes")).isEmpty();
            assertThat(state.path("connections")).hasSize(2);
            assertThat(state.path("connections"))
                    .filteredOn(
                            connection -> connection.path("sessionId").asText().equals(session))
                    .singleElement()
                    .satisfies(connection -> {
                        assertThat(connection.path("remote").asText()).isEqualTo("127.0.0.1");
                        assertThat(connection.path("rooms")).hasSize(1);
                        assertThat(connection.path("rooms").path(0).path("room").asText())
                                .isEqualTo(room);
                        assertThat(connection.path("rooms").path(0).path("seq").asInt())
                                .isEqualTo(1);
                        assertThat(connection
                                        .path("rooms")
                                        .path(0)
                                        .path("lagging")
                                        .asBoolean())
                                .isFalse();
                    });
            assertThat(alsoHere.received("error")).isEmpty();
        }
    }

    @Test
    void aRoomIsWhatItsOwnerKnows() {
        String room = ApiServer.fresh("admin");
        try (SocketClient ann = server.socket(user("ann"), room)) {
            server.post(messages(room), service(), message("m1", "hello")).is(201);
            server.post(messages(room), service(), message("m2", "again")).is(201);
            ann.await(frame -> frame.path("seq").asInt() == 2);

            JsonNode state =
                    server.get("/admin/rooms/" + room, service()).is(200).json();

            String node = ann.await("welcome").path("node").asText();
            assertThat(state.path("owner").asText()).isEqualTo(node);
            assertThat(state.path("head").asInt()).isEqualTo(2);
            assertThat(state.path("floor").asInt()).isZero();
            assertThat(state.path("epoch").asText())
                    .isEqualTo(ann.await("joined").path("epoch").asText());
            assertThat(state.path("ring").path("first").asInt()).isEqualTo(1);
            assertThat(state.path("ring").path("entries").asInt()).isEqualTo(2);
            assertThat(state.path("watchers").path(0).asText()).isEqualTo(node);
            assertThat(state.path("stores").path(0).path("leased").asBoolean()).isTrue();
            assertThat(state.path("stores").path(0).path("ownerEpoch").asInt()).isPositive();
        }
    }

    @Test
    void aNodeSaysAllThatItKnowsOfItselfAndNoSecret() {
        JsonNode state = server.get("/admin/node", service()).is(200).json();
        assertThat(state.path("roles")).hasSize(3);
        assertThat(state.path("readiness").path("status").asText()).isEqualTo("ready");
        assertThat(state.path("members").path("message-store").path(0)).isEqualTo(state.path("node"));
        assertThat(state.path("gateway").path("loops").size()).isGreaterThan(1);
        assertThat(state.path("messageStore").path("owned").asInt()).isEqualTo(64);
        assertThat(state.path("messageStore")
                        .path("owners")
                        .path(state.path("node").asText()))
                .hasSize(64);
        assertThat(state.toString()).doesNotContain("secret", "mongodb:", "redis:");
    }

    @Test
    void itIsForServicesOnly() {
        for (String path : ALL) {
            server.get(path, user("ann")).isProblem(403, "forbidden");
            server.get(path, "nonsense").isProblem(401, "unauthenticated");
        }
        server.get("/admin/users/a%20b", service()).isProblem(400, "bad-request");
        server.get("/admin/rooms/a%20b", service()).isProblem(400, "bad-request");
    }
}
