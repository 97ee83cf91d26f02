package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seqway.server.TestServer;
import io.seqway.testing.Await;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestDatabase;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Retention removes the entries that say who is in a room, and a node that never saw them still knows; a member who has not
 * seen them is reset; and with the room goes what retention knows of it.
 */
class TrimmedMembersIT {
    private static final String ROOM = "crew";
    private static final int SENT = 40;
    private static final int KEPT = 5;
    private static final int FLOOR = SENT + 3 - KEPT;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name = TestMongo.freshDatabase();

    @Test
    void whoIsAMemberIsKnownWithoutTheEntriesThatSaySo() throws Exception {
        try (TestDatabase stored = new TestDatabase(name)) {
            try (ServerProcess node = start()) {
                ask(
                        node,
                        "POST",
                        "",
                        "{\"room\": \"crew\", \"access\": \"members\", \"members\": [\"bob\", \"eve\"]}",
                        201);
                for (int i = 1; i <= SENT; i++) {
                    String message = "{\"clientMsgId\": \"m%d\", \"kind\": \"message\", \"body\": %d}".formatted(i, i);
                    ask(node, "POST", "/crew/messages", message, 201);
                }
                age(stored);
                String rule = "{\"retention\": {\"maxEntries\": %d}}".formatted(KEPT);
                assertThat(ask(node, "PATCH", "/crew", rule, 200)
                                .path("retention")
                                .path("maxEntries")
                                .asInt())
                        .isEqualTo(KEPT);
                Await.until("all is removed", LIMIT, () -> floor(stored) == FLOOR);
            }
            try (ServerProcess node = start()) {
                JsonNode room = ask(node, "GET", "/crew", "", 200);
                assertThat(room.path("members").asInt()).isEqualTo(3);
                assertThat(room.path("role").asText()).isEqualTo("owner");
                checkReset(node);
                ask(node, "DELETE", "/crew", "", 204);
                Await.until("the floor is gone", LIMIT, () -> floor(stored) < 0);
                Await.until("the entries are gone", LIMIT, () -> stored.count("log") == 0);
            }
        }
    }

    private ServerProcess start() {
        return TestServer.on(TestMongo.uri(), name, TestRedis.uri())
                .forMembers()
                .start();
    }

    /** Who has got nothing yet, and resumes all rooms. */
    private static void checkReset(ServerProcess node) {
        try (SocketClient bob = connect(node, "bob")) {
            JsonNode resumed = bob.request(Map.of("type", "resume", "all", true))
                    .path("rooms")
                    .path(ROOM);
            assertThat(resumed.path("status").asText()).isEqualTo("reset");
            assertThat(resumed.path("missed").asInt()).isEqualTo(KEPT);
            JsonNode missed = bob.await("missed");
            assertThat(missed.path("reset").asBoolean()).isTrue();
            assertThat(missed.path("fromSeq").asLong()).isEqualTo(FLOOR + 1);
        }
        try (SocketClient stranger = connect(node, "max")) {
            assertThat(stranger.request(Map.of("type", "join", "room", ROOM))
                            .path("code")
                            .asText())
                    .isEqualTo("not-a-member");
        }
    }

    /** What was said just now was said two hours ago. */
    private static void age(TestDatabase stored) {
        Await.until(
                "all members are carried over",
                LIMIT,
                () -> stored.run("{count: 'log', query: {outbox: {$exists: true}}}")
                                .path("n")
                                .asInt()
                        == 0);
        long time = System.currentTimeMillis() - TimeUnit.HOURS.toMillis(2);
        stored.run("{update: 'log', updates: [{q: {}, u: {$set: {time: {$numberLong: '%d'}}}, multi: true}]}"
                .formatted(time));
    }

    /** What is removed of the room, or -1. */
    private static long floor(TestDatabase stored) {
        JsonNode floors =
                stored.run("{find: 'floors', filter: {_id: 'crew!2'}}").at("/cursor/firstBatch");
        return floors.isEmpty() ? -1 : floors.path(0).path("removed").asLong();
    }

    private static JsonNode ask(ServerProcess node, String method, String path, String content, int status)
            throws IOException, InterruptedException {
        HttpRequest asked = HttpRequest.newBuilder(node.http("/api/rooms" + path))
                .header("Authorization", "Bearer " + token("ann"))
                .header("Content-Type", "application/json")
                .method(method, content.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(content))
                .build();
        HttpResponse<String> answer = HTTP.send(asked, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private static SocketClient connect(ServerProcess node, String user) {
        return SocketClient.connect(node.ws("/ws"), Map.of("Authorization", "Bearer " + token(user)), List.of());
    }

    private static String token(String user) {
        return Tokens.token(TestServer.SECRET, user);
    }
}
