package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
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
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Whenever the owner of a room is killed between the entry that removes a member and what is carried over of it: the user is
 * none any more once it runs again, and is not carried over as one.
 */
class MemberCrashIT {
    private static final Duration REPAIR = Duration.ofSeconds(20);

    /** What the owner tells MongoDB between the entry and its end, by words that only this command has. */
    private enum Step {
        STORES("insert", "outbox", "removed"),
        CARRIES_OVER("update", "members", "$unset"),
        SETTLES("update", "outbox");

        private final List<String> words;

        Step(String... words) {
            this.words = List.of(words);
        }
    }

    private final String database = TestMongo.freshDatabase();
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void whoWasRemovedIsNoMemberWhereverTheOwnerWasKilled() throws Exception {
        try (WireFault mongo = new WireFault();
                TestDatabase stored = new TestDatabase(database)) {
            ServerProcess server = TestServer.on(mongo.uri(), database, TestRedis.uri())
                    .forMembers()
                    .start();
            try {
                for (Step step : Step.values()) {
                    for (WireFault.Moment moment : WireFault.Moment.values()) {
                        String room = step + "." + moment;
                        make(server, stored, room);
                        mongo.arm(moment, step.words, server::kill);
                        askAndForget(server, room);
                        server.awaitExit();
                        assertThat(mongo.happened()).as(room).isTrue();
                        server = server.startAgain();
                        ask(server, "DELETE", "/api/rooms/" + room + "/members/bob", "ann", "");
                        assertRemoved(server, stored, room);
                    }
                }
            } finally {
                server.close();
            }
        }
    }

    private void make(ServerProcess server, TestDatabase stored, String room) throws Exception {
        String content = "{\"room\":\"" + room + "\",\"access\":\"members\",\"members\":[\"bob\"]}";
        assertThat(ask(server, "POST", "/api/rooms", "ann", content).statusCode())
                .isEqualTo(201);
        awaitNoOutbox(stored, room);
    }

    private void assertRemoved(ServerProcess server, TestDatabase stored, String room) throws Exception {
        try (SocketClient bob = connect(server, "bob");
                SocketClient ann = connect(server, "ann")) {
            assertThat(bob.request(Map.of("type", "join", "room", room))
                            .path("code")
                            .asText())
                    .isEqualTo("not-a-member");
            JsonNode joined = ann.request(Map.of("type", "join", "room", room, "lastSeq", 0));
            assertThat(joined.path("seq").asLong()).isEqualTo(3);
        }
        awaitNoOutbox(stored, room);
        String members =
                stored.run("{find: 'members', filter: {log: '" + room + "!2'}}").toString();
        assertThat(members).contains("owner").doesNotContain("\"member\"");
    }

    private static void awaitNoOutbox(TestDatabase stored, String room) {
        long end = System.nanoTime() + REPAIR.toNanos();
        String log = log(stored, room);
        while (log.contains("outbox")) {
            assertThat(System.nanoTime()).as(log).isLessThan(end);
            Thread.onSpinWait();
            log = log(stored, room);
        }
    }

    private static String log(TestDatabase stored, String room) {
        return stored.run("{find: 'log', filter: {_id: {$gt: '" + room + "!', $lt: '" + room + "~'}}}")
                .toString();
    }

    private void askAndForget(ServerProcess server, String room) {
        http.sendAsync(
                request(server, "DELETE", "/api/rooms/" + room + "/members/bob", "ann", ""), BodyHandlers.ofString());
    }

    private HttpResponse<String> ask(ServerProcess server, String method, String path, String user, String content)
            throws IOException, InterruptedException {
        return http.send(request(server, method, path, user, content), BodyHandlers.ofString());
    }

    private static HttpRequest request(ServerProcess server, String method, String path, String user, String content) {
        return HttpRequest.newBuilder(server.http(path))
                .header("Authorization", "Bearer " + Tokens.token(TestServer.SECRET, user))
                .header("Content-Type", "application/json")
                .method(method, content.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(content))
                .build();
    }

    private static SocketClient connect(ServerProcess server, String user) {
        return SocketClient.connect(
                server.ws("/ws"),
                Map.of("Authorization", "Bearer " + Tokens.token(TestServer.SECRET, user)),
                List.of());
    }
}
