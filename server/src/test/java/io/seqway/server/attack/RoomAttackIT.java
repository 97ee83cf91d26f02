package io.seqway.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seqway.testing.RawSocket;
import io.seqway.testing.ReceivedFrame;
import io.seqway.testing.SentFrame;
import io.seqway.testing.SocketClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Rooms that are not one's own, more rooms than anybody needs, and clients that take without reading. */
class RoomAttackIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FLOOD = 4429;
    private static final int UNANSWERED = 4;
    private static final Map<String, Object> SERVICE = Map.of("role", "service");

    private final AttackedServer server = AttackedServer.open();
    private final AttackedServer strict = AttackedServer.strict();
    private final String room = AttackedServer.fresh("room");

    @AfterAll
    static void theServersAreUnhurt() {
        AttackedServer.open().assertUnhurt();
        AttackedServer.strict().assertUnhurt();
    }

    @Test
    void a50_aForbiddenRoomLooksLikeOneThatIsNotThere() {
        try (SocketClient owner = strict.client("ann", Map.of("rooms", List.of("room-*")));
                SocketClient eve = strict.client("eve", Map.of("rooms", List.of("roo", "other*", "")))) {
            owner.request(Map.of("type", "join", "room", room));
            owner.request(Map.of("type", "send", "room", room, "clientMsgId", "1", "body", "secret"));
            String nowhere = AttackedServer.fresh("nowhere");
            for (Map<String, Object> question : List.<Map<String, Object>>of(
                    Map.of("type", "join"),
                    Map.of("type", "join", "lastSeq", 0),
                    Map.of("type", "join", "tail", 5),
                    Map.of("type", "send", "clientMsgId", "1", "body", 1),
                    Map.of("type", "history", "after", 0),
                    Map.of("type", "history", "before", 9),
                    Map.of("type", "presence"))) {
                String there = refusal(eve, question, room);
                assertThat(there).as("%s", question).isEqualTo(refusal(eve, question, nowhere));
                assertThat(there).containsAnyOf("not-a-member", "not-joined");
            }
            JsonNode resumed = eve.request(Map.of("type", "resume", "rooms", Map.of(room, 0, nowhere, 0)));
            assertThat(resumed.at("/rooms/" + room)).isEqualTo(resumed.at("/rooms/" + nowhere));
            assertThat(resumed.at("/rooms/" + room + "/status").asText()).isEqualTo("removed");
            assertThat(eve.received()).extracting(JsonNode::toString).noneMatch(frame -> frame.contains("secret"));
        }
    }

    /** The answer without what the caller named itself. */
    private static String refusal(SocketClient client, Map<String, Object> question, String room) {
        Map<String, Object> asked = new HashMap<>(question);
        asked.put("room", room);
        JsonNode answer = client.request(asked);
        return answer.toString().replace(room, "ROOM").replace(answer.path("id").toString(), "ID");
    }

    @Test
    void a51_moreRoomsThanAllowedAreRefused() {
        try (SocketClient client = server.client("ann")) {
            for (int rooms : List.of(257, 5_000)) {
                JsonNode refused = client.request(Map.of("type", "resume", "rooms", positions("r", rooms)));
                assertThat(refused.path("code").asText()).isEqualTo("limit-exceeded");
                assertThat(refused.path("limit").asText()).isEqualTo("max-rooms-per-resume=256");
            }
            List<String> many = IntStream.range(0, 65).mapToObj(i -> "r" + i).toList();
            assertThat(client.request(Map.of("type", "ping", "rooms", many))
                            .path("code")
                            .asText())
                    .isEqualTo("limit-exceeded");
        }
        try (SocketClient client = strict.client("ann", SERVICE)) {
            JsonNode resumed = client.request(Map.of("type", "resume", "rooms", positions("r", 12)));
            List<String> outcomes = new ArrayList<>();
            resumed.path("rooms")
                    .forEach(outcome -> outcomes.add(
                            outcome.path("code").asText(outcome.path("status").asText())));
            assertThat(outcomes).filteredOn("recovered"::equals).hasSize(8);
            assertThat(outcomes).filteredOn("limit-exceeded"::equals).hasSize(4);
            JsonNode refused = client.request(Map.of("type", "join", "room", "one-more"));
            assertThat(refused.path("limit").asText()).isEqualTo("max-rooms-per-connection=8");
            String joined = resumed.path("rooms").properties().stream()
                    .filter(outcome ->
                            outcome.getValue().path("status").asText().equals("recovered"))
                    .findAny()
                    .orElseThrow()
                    .getKey();
            client.request(Map.of("type", "leave", "room", joined));
            assertThat(client.request(Map.of("type", "join", "room", "one-more"))
                            .path("type")
                            .asText())
                    .isEqualTo("joined");
        }
    }

    private static Map<String, Integer> positions(String prefix, int rooms) {
        return IntStream.range(0, rooms).boxed().collect(Collectors.toMap(i -> prefix + i, i -> 0));
    }

    @Test
    void a52_manyWhoWantALongLogFromItsStartGetItInPages() {
        int messages = 500;
        int readers = 30;
        fill(server, room, messages, 100);
        List<SocketClient> all = new ArrayList<>();
        try {
            for (int i = 0; i < readers; i++) {
                all.add(server.client("reader" + i));
            }
            all.forEach(reader -> reader.send(Map.of("type", "join", "id", "all", "room", room, "lastSeq", 0)));
            server.assertServesOthers();
            for (SocketClient reader : all) {
                JsonNode joined = reader.awaitReply("all");
                assertThat(joined.path("status").asText()).isEqualTo("recovered");
                assertThat(joined.path("missed").asInt()).isEqualTo(messages);
                assertThat(reader.received("missed"))
                        .allSatisfy(page -> assertThat(page.path("messages")).hasSizeBetween(1, 100))
                        .hasSizeBetween(messages / 100, messages);
            }
        } finally {
            all.forEach(SocketClient::cut);
        }
    }

    @Test
    void a53_aRoomThatANewTokenDoesNotGrantIsLeft() {
        try (SocketClient ann = strict.client("ann", Map.of("rooms", List.of("room-*")));
                SocketClient bob = strict.client("bob", Map.of("rooms", List.of("room-*")))) {
            ann.request(Map.of("type", "join", "room", room));
            bob.request(Map.of("type", "join", "room", room));
            String narrower = strict.token("bob", Map.of("rooms", List.of("elsewhere")), Duration.ofHours(1));
            assertThat(bob.request(Map.of("type", "auth", "token", narrower))
                            .path("type")
                            .asText())
                    .isEqualTo("authenticated");
            assertThat(bob.await("removed").path("room").asText()).isEqualTo(room);
            ann.request(Map.of("type", "send", "room", room, "clientMsgId", "1", "body", "among us"));
            ann.await("message");
            assertThat(bob.request(Map.of("type", "history", "room", room, "after", 0))
                            .path("code")
                            .asText())
                    .isEqualTo("not-a-member");
            assertThat(bob.received("message")).isEmpty();
        }
    }

    @Test
    void a53_aRoomThatANewTokenDoesNotGrantIsToldAsRemovedAlsoWhileItIsResumed() throws IOException {
        String before = strict.token("bob", Map.of("rooms", List.of("room-*")), Duration.ofHours(1));
        String narrower = strict.token("bob", Map.of("rooms", List.of(room + 0)), Duration.ofHours(1));
        try (RawSocket bob = strict.tcp()) {
            bob.handshake("/ws", Map.of("Authorization", "Bearer " + before));
            bob.readFrame();
            ByteArrayOutputStream atOnce = new ByteArrayOutputStream();
            for (Map<String, ?> frame : List.<Map<String, ?>>of(
                    Map.of("type", "join", "id", "join", "room", room + 7),
                    Map.of("type", "resume", "id", "resume", "presence", false, "rooms", positions(room, 7)),
                    Map.of("type", "auth", "token", narrower))) {
                atOnce.writeBytes(SentFrame.text(JSON.writeValueAsString(frame)).bytes());
            }
            bob.send(atOnce.toByteArray());

            JsonNode refused = null;
            JsonNode resumed = null;
            while (refused == null || resumed == null) {
                JsonNode frame = JSON.readTree(bob.readFrame().text());
                switch (frame.path("type").asText()) {
                    case "error" -> refused = frame;
                    case "resumed" -> resumed = frame;
                    case "removed" -> assertThat(frame.path("room").asText()).isNotEqualTo(room + 0);
                    default ->
                        assertThat(frame.path("type").asText())
                                .as(frame.toString())
                                .isEqualTo("authenticated");
                }
            }
            assertThat(refused.path("code").asText()).as(refused.toString()).isEqualTo("not-a-member");
            assertThat(refused.path("id").asText()).isEqualTo("join");
            for (int i = 0; i < 7; i++) {
                assertThat(resumed.path("rooms").path(room + i).path("status").asText())
                        .as(resumed.toString())
                        .isEqualTo(i == 0 ? "recovered" : "removed");
            }
        }
    }

    @Test
    void a54_whatUsersWriteNeverGetsIntoTheLog() {
        String marker = "marker-of-a-body";
        List<String> bodies = List.of(
                marker + "\u001b[31mred\u001b[0m\u001b]0;title\u0007",
                marker + "\r\n2026-01-01T00:00:00.000Z ERROR forged - line",
                marker + "${jndi:ldap://127.0.0.1:1/" + marker + "}${env:PATH}%n{}{}",
                marker + "<script>alert(1)</script>\u202e");
        try (SocketClient client = server.member("ann", room)) {
            for (String body : bodies) {
                client.request(
                        Map.of("type", "send", "room", room, "clientMsgId", AttackedServer.fresh("m"), "body", body));
                client.request(Map.of("type", "join", "room", body));
                client.request(Map.of("type", body));
                client.request(Map.of("type", "auth", "token", body));
            }
            JsonNode history = client.request(Map.of("type", "history", "room", room, "after", 0));
            assertThat(history.path("messages"))
                    .extracting(message -> message.path("body").asText())
                    .containsExactlyElementsOf(bodies);
        }
        assertThat(server.process().output()).doesNotContain(marker, "jndi", "\u001b");
    }

    @Test
    void a55_whoDoesNotReadIsHeldBackAndGetsAllInTheEnd() throws IOException {
        int messages = 60;
        try (RawSocket slow = server.visitor("slow")) {
            join(slow, room);
            fill(server, room, messages, 30_000);
            server.assertServesOthers();
            long next = 1;
            boolean lagged = false;
            while (next <= messages) {
                JsonNode frame = JSON.readTree(slow.readFrame().text());
                String type = frame.path("type").asText();
                if (type.equals("message")) {
                    assertThat(frame.path("seq").asLong()).isEqualTo(next++);
                } else if (type.equals("missed")) {
                    assertThat(frame.path("fromSeq").asLong()).isEqualTo(next);
                    next = frame.path("toSeq").asLong() + 1;
                } else if (type.equals("lagging")) {
                    lagged = true;
                }
            }
            assertThat(lagged).as("told that it lags").isTrue();
        }
    }

    @Test
    void a55_whoDoesNotReadAtAllIsCut() throws Exception {
        String token = strict.token("stuck", SERVICE, Duration.ofHours(1));
        try (RawSocket stuck = strict.tcp();
                RawSocket leaving = strict.tcp()) {
            List<String> sessions = new ArrayList<>();
            for (RawSocket socket : List.of(stuck, leaving)) {
                socket.handshake("/ws", Map.of("Authorization", "Bearer " + token));
                sessions.add(JSON.readTree(socket.readFrame().text())
                        .path("sessionId")
                        .asText());
                join(socket, room);
            }
            fill(strict, room, 60, 30_000);
            leaving.send(SentFrame.close(1000));
            for (String session : sessions) {
                strict.awaitLog("connection ended session=\"" + session, Duration.ofSeconds(12));
            }
        }
    }

    @Test
    void a55_questionsWithoutReadingTheAnswersTakeNoMemory() throws IOException {
        fill(server, room, 20, 30_000);
        byte[] question = SentFrame.text("{\"type\":\"history\",\"room\":\"" + room + "\",\"after\":0,\"limit\":100}")
                .bytes();
        int answers = 100;
        List<RawSocket> greedy = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                RawSocket socket = server.visitor("greedy" + i);
                greedy.add(socket);
                socket.send(repeated(question, i == 0 ? answers : 700));
            }
            server.assertServesOthers();
            // Whoever reads gets every answer.
            for (int i = 0; i < answers; i++) {
                assertThat(greedy.get(0).readFrame().text()).contains("\"history\"");
            }
        } finally {
            for (RawSocket socket : greedy) {
                socket.close();
            }
        }
    }

    @Test
    void a56_aLoopOfConnectionsDoesNotKeepOthersOut() throws IOException {
        for (int i = 0; i < 300; i++) {
            try (RawSocket socket = server.visitor("ann")) {
                socket.send(SentFrame.text("{\"type\":\"join\",\"room\":\"" + room + "\"}"));
                socket.reset();
            }
        }
        server.assertServesOthers();
    }

    @Test
    void flood_sendsBeyondTheRateAreRefusedAndInTheEndCut() throws IOException {
        try (RawSocket socket = server.visitor("ann")) {
            join(socket, room);
            ByteArrayOutputStream burst = new ByteArrayOutputStream();
            for (int i = 0; i < 2_000; i++) {
                burst.writeBytes(SentFrame.text("{\"type\":\"send\",\"id\":" + i + ",\"room\":\"" + room
                                + "\",\"clientMsgId\":\"" + i + "\",\"body\":1}")
                        .bytes());
            }
            socket.send(burst.toByteArray());
            int refused = 0;
            ReceivedFrame frame = socket.readFrame();
            while (!frame.isClose()) {
                JsonNode answer = JSON.readTree(frame.payload());
                if (answer.path("type").asText().equals("error")) {
                    assertThat(answer.path("code").asText()).isEqualTo("rate-limited");
                    assertThat(answer.path("retryable").asBoolean()).isTrue();
                    assertThat(answer.path("retryAfterMs").asLong()).isPositive();
                    assertThat(answer.path("limit").asText()).isEqualTo("sends-per-second=100");
                    refused++;
                }
                frame = socket.readFrame();
            }
            assertThat(frame.close().code()).isEqualTo(FLOOD);
            assertThat(refused).isGreaterThan(100);
        }
    }

    @Test
    void flood_aUserWithManyConnectionsSendsNoFasterThanAUserMay() throws IOException {
        String user = AttackedServer.fresh("many");
        List<RawSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                RawSocket socket = server.visitor(user);
                sockets.add(socket);
                join(socket, room);
            }
            long began = System.nanoTime();
            for (int i = 0; i < sockets.size(); i++) {
                ByteArrayOutputStream burst = new ByteArrayOutputStream();
                for (int j = 0; j < 200; j++) {
                    burst.writeBytes(SentFrame.text("{\"type\":\"send\",\"id\":" + j + ",\"room\":\"" + room
                                    + "\",\"clientMsgId\":\"" + i + "-" + j + "\",\"body\":1}")
                            .bytes());
                }
                sockets.get(i).send(burst.toByteArray());
            }
            int stored = 0;
            for (RawSocket socket : sockets) {
                for (int answers = 0; answers < 200; ) {
                    JsonNode answer = JSON.readTree(socket.readFrame().text());
                    if (answer.path("type").asText().equals("error")) {
                        assertThat(answer.path("limit").asText()).isEqualTo("user-sends-per-second=400");
                        answers++;
                    } else if (answer.path("type").asText().equals("ack")) {
                        stored++;
                        answers++;
                    }
                }
            }
            long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds() + 1;
            assertThat(stored).isBetween(800, 800 + (int) (400 * seconds));
        } finally {
            for (RawSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static byte[] repeated(byte[] bytes, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    /** Messages by a service, to which the limits on sends do not apply; a few of them unanswered at a time. */
    private static void fill(AttackedServer server, String room, int messages, int bytes) {
        try (SocketClient service = server.client("service", SERVICE)) {
            service.request(Map.of("type", "join", "room", room));
            for (int i = 0; i < messages + UNANSWERED; i++) {
                if (i < messages) {
                    String body = "x".repeat(bytes);
                    service.send(Map.of("type", "send", "id", i, "room", room, "clientMsgId", "" + i, "body", body));
                }
                if (i >= UNANSWERED) {
                    JsonNode answer = service.awaitReply(i - UNANSWERED);
                    assertThat(answer.path("type").asText())
                            .as(answer.toString())
                            .isEqualTo("ack");
                }
            }
        }
    }

    /** Joins without a care for presence, and reads up to the answer. */
    private static void join(RawSocket socket, String room) throws IOException {
        socket.send(SentFrame.text("{\"type\":\"join\",\"room\":\"" + room + "\",\"presence\":false}"));
        assertThat(socket.readFrame().text()).contains("\"joined\"");
    }
}
