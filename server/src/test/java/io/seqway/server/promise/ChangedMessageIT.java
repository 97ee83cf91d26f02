package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code edit} and {@code delete}, over the node where the message was sent and over the other one. */
class ChangedMessageIT {
    private static TestServer.Cluster cluster;

    private final String room = "room-" + UUID.randomUUID();
    private SocketClient ann;
    private SocketClient annElsewhere;
    private SocketClient bob;
    private SocketClient backend;

    @BeforeAll
    static void start() {
        cluster = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri())
                .startCluster(List.of("all", "all"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void aMessage() {
        ann = connect(0, "ann", Map.of());
        annElsewhere = connect(1, "ann", Map.of());
        bob = connect(1, "bob", Map.of());
        backend = connect(1, "backend", Map.of("role", "service"));
        for (SocketClient client : List.of(ann, annElsewhere, bob, backend)) {
            client.request(Map.of("type", "join", "room", room));
        }
        ack(ann.request(Map.of("type", "send", "room", room, "clientMsgId", "m1", "body", "first")));
    }

    @AfterEach
    void disconnect() {
        List.of(ann, annElsewhere, bob, backend).forEach(SocketClient::close);
    }

    private SocketClient ann(int node) {
        return node == 0 ? ann : annElsewhere;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void anEditIsAckedAndEverybodyGetsItAsAnEntry(int node) {
        JsonNode ack = ack(ann(node).request(edit("e1", 1, "second", null)));
        assertThat(ack.get("seq").asLong()).isEqualTo(2);
        assertThat(ack.get("target").asLong()).isEqualTo(1);
        assertThat(ack.get("version").asLong()).isEqualTo(2);
        assertThat(ack.get("duplicate").asBoolean()).isFalse();
        for (SocketClient client : List.of(ann, annElsewhere, bob)) {
            JsonNode entry = awaitSeq(client, 2);
            assertThat(entry.get("kind").asText()).isEqualTo("edit");
            assertThat(entry.get("target").asLong()).isEqualTo(1);
            assertThat(entry.get("version").asLong()).isEqualTo(2);
            assertThat(entry.get("body").asText()).isEqualTo("second");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aDeletionIsAckedAndWhoComesBackSeesNothingOfWhatWasDeleted(int node) {
        ack(ann.request(edit("e1", 1, "second", null)));
        JsonNode ack = ack(ann(node).request(delete("d1", 1, 2)));
        assertThat(ack.get("seq").asLong()).isEqualTo(3);
        assertThat(ack.get("version").asLong()).isEqualTo(3);
        assertThat(awaitSeq(bob, 3).get("kind").asText()).isEqualTo("delete");
        JsonNode history = bob.request(Map.of("type", "history", "room", room, "after", 0));
        assertThat(history.get("messages").toString()).doesNotContain("first", "second");
        for (int i = 0; i < 2; i++) {
            assertThat(history.get("messages").get(i).get("deleted").asBoolean())
                    .isTrue();
            assertThat(history.get("messages").get(i).get("body").isNull()).isTrue();
        }
        assertThat(history.get("messages").get(0).get("version").asLong()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aRepeatIsAckedAsTheFirst(int node) {
        ack(ann.request(edit("e1", 1, "second", 1)));
        ack(ann.request(delete("d1", 1, 2)));
        assertRepeat(ann(node).request(edit("e1", 1, "second", 1)), 2, 2);
        assertRepeat(ann(node).request(delete("d1", 1, 2)), 3, 3);
    }

    private static void assertRepeat(JsonNode answer, long seq, long version) {
        JsonNode ack = ack(answer);
        assertThat(ack.get("duplicate").asBoolean()).isTrue();
        assertThat(ack.get("seq").asLong()).isEqualTo(seq);
        assertThat(ack.get("target").asLong()).isEqualTo(1);
        assertThat(ack.get("version").asLong()).isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void somethingElseUnderTheSameNameIsAConflict(int node) {
        ack(ann.request(Map.of("type", "send", "room", room, "clientMsgId", "m2", "body", "other")));
        ack(ann.request(edit("e1", 1, "second", null)));
        assertError(ann(node).request(edit("e1", 1, "third", null)), "id-conflict");
        assertError(ann(node).request(edit("e1", 2, "second", null)), "id-conflict");
        assertError(ann(node).request(delete("e1", 1, null)), "id-conflict");
        assertError(ann(node).request(edit("m1", 1, "first", null)), "id-conflict");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void anotherVersionThanExpectedIsToldByItsNumber(int node) {
        ack(ann.request(edit("e1", 1, "second", 1)));
        JsonNode stale = assertError(ann(node).request(edit("e2", 1, "third", 1)), "version-conflict");
        assertThat(stale.get("version").asLong()).isEqualTo(2);
        assertThat(stale.get("retryable").asBoolean()).isFalse();
        stale = assertError(ann(node).request(delete("d1", 1, 7)), "version-conflict");
        assertThat(stale.get("version").asLong()).isEqualTo(2);
        ack(ann(node).request(delete("d2", 1, 2)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void thereHasToBeSuchAMessage(int node) {
        assertError(ann(node).request(edit("e1", 2, "of itself", null)), "target-not-found");
        assertError(ann(node).request(delete("d1", 900, null)), "target-not-found");
        ack(ann.request(edit("e2", 1, "second", null)));
        assertError(ann(node).request(edit("e3", 2, "of an edit", null)), "target-not-found");
        ack(ann.request(delete("d2", 1, null)));
        assertError(ann(node).request(edit("e4", 1, "too late", null)), "target-not-found");
        assertError(ann(node).request(delete("d3", 1, null)), "target-not-found");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void othersMayNotButABackendMay(int node) {
        assertError(bob.request(edit("e1", 1, "mine", null)), "forbidden");
        assertError(bob.request(delete("d1", 1, null)), "forbidden");
        JsonNode ack = ack(backend.request(node == 0 ? edit("e1", 1, "ours", null) : delete("d1", 1, null)));
        assertThat(ack.get("version").asLong()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whoHasNotJoinedMayNot(int node) {
        ann(node).request(Map.of("type", "leave", "room", room));
        assertError(ann(node).request(edit("e1", 1, "second", null)), "not-joined");
        assertError(ann(node).request(delete("d1", 1, null)), "not-joined");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void fieldsOfTheWrongTypeAndBeyondTheirLimitsAreNamed(int node) {
        for (Object target : List.of("1", 0, -1, 1.5, true)) {
            Map<String, Object> frame = new HashMap<>(edit("e1", 1, "second", null));
            frame.put("target", target);
            assertThat(assertError(ann(node).request(frame), "bad-request")
                            .get("message")
                            .asText())
                    .startsWith("target must be an integer from 1");
        }
        Map<String, Object> version = new HashMap<>(delete("d1", 1, null));
        version.put("expectVersion", "2");
        assertThat(assertError(ann(node).request(version), "bad-request")
                        .get("message")
                        .asText())
                .startsWith("expectVersion must be an integer from 1");
        JsonNode large = assertError(ann(node).request(edit("e1", 1, "x".repeat(32_767), null)), "too-large");
        assertThat(large.get("limit").asText()).isEqualTo("max-body-bytes=32768");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whatNamesAnEditThatWasRefusedIsOutOfItsOrder(int node) {
        SocketClient client = ann(node);
        Map<String, Object> behind = new HashMap<>(edit("e2", 1, "third", null));
        behind.put("after", "e1");
        assertError(client.request(behind), "out-of-order");
        ack(client.request(edit("e1", 1, "second", null)));
        assertThat(ack(client.request(behind)).get("version").asLong()).isEqualTo(3);
        ack(client.request(
                Map.of("type", "send", "room", room, "clientMsgId", "m2", "after", "e2", "body", "behind an edit")));
    }

    private Map<String, Object> edit(String clientMsgId, long target, String body, Integer expectVersion) {
        Map<String, Object> frame = change("edit", clientMsgId, target, expectVersion);
        frame.put("body", body);
        return frame;
    }

    private Map<String, Object> delete(String clientMsgId, long target, Integer expectVersion) {
        return change("delete", clientMsgId, target, expectVersion);
    }

    private Map<String, Object> change(String type, String clientMsgId, long target, Integer expectVersion) {
        Map<String, Object> frame =
                new HashMap<>(Map.of("type", type, "room", room, "clientMsgId", clientMsgId, "target", target));
        if (expectVersion != null) {
            frame.put("expectVersion", expectVersion);
        }
        return frame;
    }

    private static JsonNode ack(JsonNode answer) {
        assertThat(answer.get("type").asText()).as(answer.toString()).isEqualTo("ack");
        return answer;
    }

    private static JsonNode assertError(JsonNode answer, String code) {
        assertThat(answer.path("code").asText()).as(answer.toString()).isEqualTo(code);
        return answer;
    }

    private static JsonNode awaitSeq(SocketClient client, long seq) {
        return client.await(frame -> frame.path("type").asText().equals("message")
                && frame.path("seq").asLong() == seq);
    }

    private static SocketClient connect(int node, String user, Map<String, ?> claims) {
        return SocketClient.connect(
                cluster.nodes().get(node).ws("/ws"),
                Map.of(
                        "Authorization",
                        "Bearer " + Tokens.token(TestServer.SECRET, user, claims, Duration.ofMinutes(10))),
                List.of());
    }
}
