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
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Whenever the owner of a room is killed between a deletion and its redaction: what was deleted is nowhere once it runs
 * again, neither for any reader nor in MongoDB.
 */
class RedactionIT {
    private static final String SECRET = "what-nobody-shall-read";
    private static final Duration REPAIR = Duration.ofSeconds(20);

    /** What the owner tells MongoDB between the deletion and its end, by words that only this command has. */
    private enum Step {
        STORES("insert", "outbox"),
        REDACTS("$set", "deleted"),
        SETTLES("$unset", "outbox");

        private final List<String> words;

        Step(String... words) {
            this.words = List.of(words);
        }
    }

    private final String database = TestMongo.freshDatabase();
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void theDeletedBodyIsNowhereWhereverTheOwnerWasKilled() throws Exception {
        try (WireFault mongo = new WireFault();
                TestDatabase stored = new TestDatabase(database)) {
            ServerProcess server =
                    TestServer.on(mongo.uri(), database, TestRedis.uri()).start();
            try {
                for (Step step : Step.values()) {
                    for (WireFault.Moment moment : WireFault.Moment.values()) {
                        String room = step + "." + moment;
                        deleteAndDie(server, mongo, room, step, moment);
                        server = server.startAgain();
                        assertGone(server, room);
                        assertGone(stored, room);
                        assertGone(server, room);
                    }
                }
            } finally {
                server.close();
            }
        }
    }

    private static void deleteAndDie(
            ServerProcess server, WireFault mongo, String room, Step step, WireFault.Moment moment) {
        try (SocketClient ann = connect(server, "ann")) {
            ann.request(Map.of("type", "join", "room", room));
            said(ann, Map.of("type", "send", "room", room, "clientMsgId", "m1", "body", SECRET));
            said(ann, Map.of("type", "edit", "room", room, "clientMsgId", "e1", "target", 1, "body", SECRET + "!"));
            said(ann, Map.of("type", "send", "room", room, "clientMsgId", "m2", "body", "all may read this"));
            mongo.arm(moment, step.words, server::kill);
            ann.send(Map.of("type", "delete", "room", room, "clientMsgId", "d1", "target", 1));
            server.awaitExit();
        }
        assertThat(mongo.happened()).as(step + " " + moment).isTrue();
    }

    /** Nobody is shown it: not by the log, nor by the ring, which the second look comes from. */
    private void assertGone(ServerProcess server, String room) throws Exception {
        try (SocketClient ann = connect(server, "ann")) {
            ann.request(Map.of("type", "join", "room", room));
            JsonNode ack = said(ann, Map.of("type", "delete", "room", room, "clientMsgId", "d1", "target", 1));
            assertThat(ack.get("version").asLong()).isEqualTo(3);
        }
        for (int look = 0; look < 2; look++) {
            try (SocketClient bob = connect(server, "bob")) {
                bob.request(Map.of("type", "history", "room", room, "after", 0));
                bob.request(Map.of("type", "resume", "rooms", Map.of(room, 0)));
                String all = bob.received().toString() + overHttp(server, room);
                assertThat(all).doesNotContain(SECRET).contains("all may read this");
                JsonNode page = bob.await("history").get("messages");
                assertThat(page).hasSize(4);
                assertThat(page.get(0).get("deleted").asBoolean()).isTrue();
                assertThat(page.get(0).get("version").asLong()).isEqualTo(3);
                assertThat(page.get(1).get("deleted").asBoolean()).isTrue();
            }
        }
    }

    private static void assertGone(TestDatabase stored, String room) {
        long end = System.nanoTime() + REPAIR.toNanos();
        String log = log(stored, room);
        while (log.contains(SECRET) || log.contains("outbox")) {
            assertThat(System.nanoTime()).as(log).isLessThan(end);
            Thread.onSpinWait();
            log = log(stored, room);
        }
        assertThat(log).contains("all may read this");
    }

    private static String log(TestDatabase stored, String room) {
        return stored.run("{find: 'log', filter: {_id: {$gt: '" + room + "!', $lt: '" + room + "~'}}}")
                .toString();
    }

    private String overHttp(ServerProcess server, String room) throws IOException, InterruptedException {
        HttpRequest page = HttpRequest.newBuilder(server.http("/api/rooms/" + room + "/messages?after=0"))
                .header("Authorization", "Bearer " + Tokens.token(TestServer.SECRET, "carol"))
                .build();
        return http.send(page, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static JsonNode said(SocketClient client, Map<String, ?> frame) {
        JsonNode ack = client.request(frame);
        assertThat(ack.get("type").asText()).as(ack.toString()).isEqualTo("ack");
        return ack;
    }

    private static SocketClient connect(ServerProcess server, String user) {
        return SocketClient.connect(
                server.ws("/ws"),
                Map.of("Authorization", "Bearer " + Tokens.token(TestServer.SECRET, user)),
                List.of());
    }
}
