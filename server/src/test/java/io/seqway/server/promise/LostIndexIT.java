package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestDatabase;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without the index that keeps a message from being stored twice nothing is stored, whenever it was lost. */
class LostIndexIT {
    private static final String INDEX = "message_key";

    private final String database = TestMongo.freshDatabase();
    private final TestDatabase mongo = new TestDatabase(database);
    private final HttpClient http = HttpClient.newHttpClient();
    private ServerProcess server;

    @BeforeEach
    void start() {
        server = TestServer.on(TestMongo.uri(), database, TestRedis.uri()).start();
    }

    @AfterEach
    void stop() {
        server.close();
        mongo.close();
    }

    @Test
    void lostWhileTheServerRuns() throws Exception {
        try (SocketClient ann = connect("ann")) {
            ann.request(Map.of("type", "join", "room", "a"));
            assertThat(send(ann, "m1").get("type").asText()).isEqualTo("ack");

            dropIndex();
            awaitHealth(503);
            assertThat(health().body()).contains("has no index " + INDEX);
            for (String id : List.of("m1", "m2")) {
                JsonNode refused = send(ann, id);
                assertThat(refused.path("code").asText()).isEqualTo("unavailable");
                assertThat(refused.path("retryable").asBoolean()).isTrue();
                assertThat(refused.path("retryAfterMs").asLong()).isPositive();
            }
            try (SocketClient bob = connect("bob")) {
                JsonNode joined = bob.request(Map.of("type", "join", "room", "a", "lastSeq", 0));
                assertThat(joined.get("missed").asInt())
                        .as("what is there can be read")
                        .isEqualTo(1);
            }

            createIndex();
            awaitHealth(200);
            assertThat(send(ann, "m2").get("seq").asLong()).isEqualTo(2);
            JsonNode repeat = send(ann, "m1");
            assertThat(repeat.path("seq").asLong()).isEqualTo(1);
            assertThat(repeat.path("duplicate").asBoolean()).isTrue();
        }
        assertThat(mongo.count("log")).isEqualTo(2);
        assertThat(server.output()).containsOnlyOnce("has no index " + INDEX).containsOnlyOnce("is in order again");
    }

    @Test
    void lostWhileMuchIsBeingSent() throws Exception {
        Progress progress = new Progress();
        ChatClient ann = new ChatClient("ann", Tokens.token(TestServer.SECRET, "ann"), "b", progress);
        ann.connect(server.ws("/ws"));
        ann.send(Integer.MAX_VALUE, 5);
        progress.await("some is stored", () -> ann.ackedCount() > 100);
        dropIndex();
        progress.await("sends are refused", () -> ann.errors().getOrDefault("unavailable", 0) > 10);
        int acked = ann.ackedCount();
        ann.cut();
        createIndex();
        awaitHealth(200);

        ann.connect(server.ws("/ws"));
        progress.await("it goes on", () -> ann.ackedCount() > acked + 100);
        ann.stop();
        progress.await(
                "all is acked and seen",
                () -> ann.unanswered() == 0 && ann.view().last() == ann.sent());
        Histories.check(ann.view(), List.of(ann));
    }

    @Test
    void lostWhileTheServerWasDown() throws Exception {
        try (SocketClient ann = connect("ann")) {
            ann.request(Map.of("type", "join", "room", "a"));
            send(ann, "m1");
        }
        server.terminate();
        dropIndex();
        assertThatThrownBy(() -> server.startAgain())
                .hasMessageContaining("ended by 1 before it was ready")
                .hasMessageContaining("collection log of database " + database + " has no index " + INDEX)
                .hasMessageContaining("db.log.createIndex({key: 1}, {name: \"" + INDEX + "\", unique: true})");

        createIndex();
        try (ServerProcess again = server.startAgain();
                SocketClient ann = SocketClient.connect(again.ws("/ws"), authorization("ann"), List.of())) {
            ann.request(Map.of("type", "join", "room", "a"));
            assertThat(send(ann, "m1").get("duplicate").asBoolean()).isTrue();
        }
    }

    private void createIndex() {
        mongo.run("{createIndexes: 'log', indexes: [{name: '" + INDEX + "', key: {key: 1}, unique: true}]}");
    }

    private void dropIndex() {
        mongo.run("{dropIndexes: 'log', index: '" + INDEX + "'}");
    }

    private SocketClient connect(String user) {
        return SocketClient.connect(server.ws("/ws"), authorization(user), List.of());
    }

    private static Map<String, String> authorization(String user) {
        return Map.of("Authorization", "Bearer " + Tokens.token(TestServer.SECRET, user));
    }

    private static JsonNode send(SocketClient client, String clientMsgId) {
        return client.request(Map.of("type", "send", "room", "a", "clientMsgId", clientMsgId, "body", clientMsgId));
    }

    private HttpResponse<String> health() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.http("/health/ready")).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private void awaitHealth(int status) throws Exception {
        HttpResponse<String> health = health();
        for (long end = System.nanoTime() + 20_000_000_000L; health.statusCode() != status; health = health()) {
            assertThat(System.nanoTime()).as(health.body()).isLessThan(end);
            Thread.onSpinWait();
        }
        assertThat(new JsonObject(health.body()).getString("status"))
                .isEqualTo(status == 200 ? "ready" : "unavailable");
    }
}
