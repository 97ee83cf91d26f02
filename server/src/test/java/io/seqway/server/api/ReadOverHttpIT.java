package io.seqway.server.api;

import static io.seqway.server.api.ApiServer.message;
import static io.seqway.server.api.ApiServer.messages;
import static io.seqway.server.api.ApiServer.service;
import static io.seqway.server.api.ApiServer.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.testing.SocketClient;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A room is read in pages, which are those of the frame {@code history}. */
class ReadOverHttpIT {
    private static final int ENTRIES = 7;

    private final ApiServer server = ApiServer.shared();
    private final String room = ApiServer.fresh("read");

    @BeforeEach
    void write() {
        for (int i = 1; i <= ENTRIES; i++) {
            server.post(messages(room), service(), message("m" + i, i)).is(201);
        }
    }

    @Test
    void behindAPlaceAndBeforeOne() {
        assertPage("after=0", true, IntStream.rangeClosed(1, ENTRIES).boxed().toList(), false);
        assertPage("after=0&limit=3", true, List.of(1, 2, 3), true);
        assertPage("after=4&limit=3", true, List.of(5, 6, 7), false);
        assertPage("after=7", true, List.of(), false);
        assertPage("before=9007199254740991&limit=3", false, List.of(5, 6, 7), true);
        assertPage("before=3", false, List.of(1, 2), false);
        assertPage("before=1", false, List.of(), false);
    }

    private void assertPage(String query, boolean after, List<Integer> seqs, boolean more) {
        JsonNode page =
                server.get(messages(room) + '?' + query, service()).is(200).json();
        assertThat(page.path("room").asText()).isEqualTo(room);
        assertThat(page.path("messages").findValues("seq").stream().map(JsonNode::asInt))
                .containsExactlyElementsOf(seqs);
        assertThat(page.path("more").asBoolean()).isEqualTo(more);
        try (SocketClient socket = server.socket(service())) {
            String[] parts = query.split("[=&]");
            int limit = parts.length > 2 ? Integer.parseInt(parts[3]) : 50;
            JsonNode history = socket.request(Map.of(
                    "type",
                    "history",
                    "room",
                    room,
                    after ? "after" : "before",
                    Long.parseLong(parts[1]),
                    "limit",
                    limit));
            assertThat(page.path("messages")).isEqualTo(history.path("messages"));
            assertThat(page.path("more")).isEqualTo(history.path("more"));
        }
    }

    @Test
    void aRoomWhereNothingWasSaidIsEmpty() {
        JsonNode page = server.get(messages(ApiServer.fresh("empty")) + "?after=0", user("ann"))
                .is(200)
                .json();
        assertThat(page.path("messages")).isEmpty();
        assertThat(page.path("more").asBoolean()).isFalse();
    }

    @Test
    void whoIsOnlineIsToldWithoutJoining() {
        String ann = ApiServer.fresh("ann");
        try (SocketClient socket = server.socket(user(ann), room)) {
            socket.await("presence");
            JsonNode present = server.get("/api/rooms/" + room + "/presence", user("bob"))
                    .is(200)
                    .json();
            assertThat(present.path("room").asText()).isEqualTo(room);
            assertThat(present.path("users")).hasSize(1);
            assertThat(present.at("/users/0/userId").asText()).isEqualTo(ann);
            assertThat(present.at("/users/0/status").asText()).isEqualTo("online");
            assertThat(present.at("/users/0/connections").asInt()).isEqualTo(1);
        }
    }
}
