package io.seqway.server.api;

import static io.seqway.server.api.ApiServer.json;
import static io.seqway.server.api.ApiServer.message;
import static io.seqway.server.api.ApiServer.messages;
import static io.seqway.server.api.ApiServer.service;
import static io.seqway.server.api.ApiServer.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.testing.SocketClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A message that is sent over HTTP is one of the room's, like those that are sent over a WebSocket. */
class SendOverHttpIT {
    private final ApiServer server = ApiServer.shared();
    private final String room = ApiServer.fresh("sent");

    @Test
    void whoIsInTheRoomSeesIt() {
        try (SocketClient bob = server.socket(user("bob"), room)) {
            JsonNode ack = server.post(messages(room), user("ann"), message("m1", "hello"))
                    .is(201)
                    .json();
            JsonNode seen = bob.await("message");
            assertThat(seen.path("sender").asText()).isEqualTo("ann");
            assertThat(seen.path("body").asText()).isEqualTo("hello");
            assertThat(seen.path("clientMsgId").asText()).isEqualTo("m1");
            assertThat(ack.path("seq")).isEqualTo(seen.path("seq"));
            assertThat(ack.path("messageId")).isEqualTo(seen.path("messageId"));
            assertThat(ack.path("time")).isEqualTo(seen.path("time"));
            assertThat(ack.path("duplicate").asBoolean()).isFalse();
        }
    }

    @Test
    void theLocationIsTheAddressOfTheEntry() {
        String odd = room + "|~:@+=.";
        String encoded = odd.replace("|", "%7C").replace("+", "%2B");
        for (String id : List.of("m1", "m2")) {
            Answer sent =
                    server.post(messages(encoded), user("ann"), message(id, id)).is(201);
            assertThat(sent.json().path("room").asText()).isEqualTo(odd);
            JsonNode page =
                    server.get(sent.header("Location"), user("ann")).is(200).json();
            assertThat(page.path("messages")).hasSize(1);
            assertThat(page.at("/messages/0/clientMsgId").asText()).isEqualTo(id);
        }
    }

    @Test
    void aRepeatIsAnsweredByWhatIsThereAndStoresNothing() {
        JsonNode first = server.post(messages(room), user("ann"), message("m1", 1))
                .is(201)
                .json();
        Answer again =
                server.post(messages(room), user("ann"), message("m1", 1)).is(200);
        assertThat(again.json().path("duplicate").asBoolean()).isTrue();
        assertThat(again.json().path("seq")).isEqualTo(first.path("seq"));
        assertThat(again.json().path("time")).isEqualTo(first.path("time"));
        assertThat(again.header("Location")).isNull();
        assertThat(seqs()).containsExactly(1);
    }

    @Test
    void overASocketAndOverHttpTheSameNameIsTheSameMessage() {
        try (SocketClient ann = server.socket(user("ann"), room)) {
            JsonNode ack =
                    ann.request(Map.of("type", "send", "room", room, "clientMsgId", "m1", "body", Map.of("a", 1)));
            JsonNode repeat = server.post(messages(room), user("ann"), message("m1", Map.of("a", 1)))
                    .is(200)
                    .json();
            assertThat(repeat.path("seq")).isEqualTo(ack.path("seq"));
        }
    }

    @Test
    void theHeaderIdempotencyKeyIsTheName() {
        Map<String, String> bare = Map.of("Authorization", "Bearer " + user("ann"), "Idempotency-Key", "k+1~a");
        Map<String, String> quoted = Map.of("Authorization", "Bearer " + user("ann"), "Idempotency-Key", "\"k+1~a\"");
        Answer sent = server.ask("POST", messages(room), bare, json(Map.of("body", "x")));
        assertThat(sent.is(201).json().path("clientMsgId").asText()).isEqualTo("k+1~a");
        server.ask("POST", messages(room), quoted, json(Map.of("body", "x"))).is(200);
        server.ask("POST", messages(room), quoted, message("k+1~a", "x")).is(200);
        server.ask("POST", messages(room), bare, message("another", "x"))
                .isProblem(400, "bad-request")
                .saying("Idempotency-Key and clientMsgId must be the same");
        server.post(messages(room), user("ann"), json(Map.of("body", "x")))
                .isProblem(400, "bad-request")
                .saying("clientMsgId must be a string");
    }

    @Test
    void itMayAnswerAnEntryAndComeBehindAMessage() {
        server.post(messages(room), user("ann"), message("m1", 1)).is(201);
        server.post(
                        messages(room),
                        user("ann"),
                        json(Map.of("clientMsgId", "m2", "body", 2, "replyTo", 1, "after", "m1")))
                .is(201);
        JsonNode page =
                server.get(messages(room) + "?after=1", user("ann")).is(200).json();
        assertThat(page.at("/messages/0/replyTo").asInt()).isEqualTo(1);
        server.post(messages(room), user("ann"), json(Map.of("clientMsgId", "m3", "body", 3, "after", "m0")))
                .isProblem(409, "out-of-order");
        assertThat(seqs()).containsExactly(1, 2);
    }

    @Test
    void aServiceSpeaksForWhomItNamesAndNobodyElseDoes() {
        String forBob = json(Map.of("clientMsgId", "m1", "body", 1, "sender", "bob"));
        server.post(messages(room), service(), forBob).is(201);
        server.post(messages(room), service(), message("m1", 1)).is(201);
        JsonNode page =
                server.get(messages(room) + "?after=0", service()).is(200).json();
        assertThat(page.at("/messages/0/sender").asText()).isEqualTo("bob");
        assertThat(page.at("/messages/1/sender").asText()).isEqualTo("backend");
        server.post(messages(room), user("bob"), forBob).is(200);
        server.post(messages(room), user("ann"), forBob)
                .isProblem(403, "forbidden")
                .saying("sender");
    }

    private List<Integer> seqs() {
        return server
                .get(messages(room) + "?after=0", user("ann"))
                .is(200)
                .json()
                .path("messages")
                .findValues("seq")
                .stream()
                .map(JsonNode::asInt)
                .toList();
    }
}
