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

    @Test
    void fromATimeOn() {
        JsonNode all =
                server.get(messages(room) + "?after=0", service()).is(200).json();
        long fourth = all.at("/messages/3/time").asLong();
        JsonNode page = server.get(messages(room) + "?limit=2&since=" + fourth, service())
                .is(200)
                .json();
        long first = page.at("/messages/0/seq").asLong();
        assertThat(page.at("/messages/0/time").asLong()).isEqualTo(fourth);
        assertThat(first).isBetween(1L, 4L);
        assertThat(page.path("messages")).hasSize(2);
        assertThat(page.path("more").asBoolean()).isTrue();
        if (first > 1) {
            assertThat(all.at("/messages/" + (first - 2) + "/time").asLong()).isLessThan(fourth);
        }
        JsonNode none = server.get(messages(room) + "?since=9007199254740991", service())
                .is(200)
                .json();
        assertThat(none.path("messages")).isEmpty();
        assertThat(none.path("more").asBoolean()).isFalse();
        server.get(messages(room) + "?since=1&after=1", service()).is(400);
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
    void howFarEverybodyIsIsToldWithoutJoining() {
        JsonNode receipts = server.get("/api/rooms/" + room + "/receipts", user("bob"))
                .is(200)
                .json();
        assertThat(receipts.path("room").asText()).isEqualTo(room);
        assertThat(receipts.at("/cursors/0/userId").asText()).isEqualTo("backend");
        assertThat(receipts.at("/cursors/0/read").asInt()).isEqualTo(ENTRIES);
        assertThat(receipts.path("more").asBoolean()).isFalse();
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
