package io.seqway.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.testing.RawSocket;
import io.seqway.testing.SentFrame;
import io.seqway.testing.SocketClient;
import io.seqway.testing.Tokens;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators are told of connections: how each began and ended, what it resumed, and who was not let in. */
class ConnectionLogIT {
    private static final String BEGAN = "connection began";
    private static final String ENDED = "connection ended";
    private static final String RESUMED = "connection resumed";
    private static final String REFUSED = "handshake refused";
    private static final Map<String, Object> NOT_JOINED =
            Map.of("type", "send", "room", "not-joined", "clientMsgId", "m", "body", "");

    private static LoggedServer server;

    @BeforeAll
    static void start() {
        server = LoggedServer.talkative("json", "--auth-seconds", "1", "--trusted-proxies", "127.0.0.1");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void everyLineIsAnObject() {
        assertThat(server.lines()).isNotEmpty().allSatisfy(line -> {
            assertThat(OffsetDateTime.parse(line.path("time").asText())).isNotNull();
            assertThat(line.path("level").asText()).isIn("ERROR", "WARN", "INFO", "DEBUG");
            assertThat(line.path("logger").asText()).isNotEmpty();
            assertThat(line.path("message").asText()).isNotEmpty();
        });
    }

    @Test
    void theEndSaysAllThatAnOperatorAsksFor() {
        String session;
        try (SocketClient ann = client("ann")) {
            session = session(ann);
            ann.request(Map.of("type", "join", "room", "a"));
            ann.request(Map.of("type", "join", "room", "b"));
            for (int i = 0; i < 3; i++) {
                ann.request(NOT_JOINED);
            }
            ann.request(Map.of("type", "no-such-type"));
        }
        JsonNode ended = only(ENDED, session);
        assertThat(ended.path("level").asText()).isEqualTo("INFO");
        assertThat(ended.path("user").asText()).isEqualTo("ann");
        assertThat(ended.path("node").asText()).isEqualTo(node());
        assertThat(ended.path("remote").asText()).isEqualTo("127.0.0.1");
        assertThat(ended.path("code").asInt()).isEqualTo(1000);
        assertThat(ended.path("by").asText()).isEqualTo("client");
        assertThat(ended.path("durationMs").isNumber()).isTrue();
        assertThat(ended.path("rooms").asInt()).isEqualTo(2);
        assertThat(ended.path("framesIn").asInt()).isEqualTo(6);
        assertThat(ended.path("framesOut").asInt()).isGreaterThanOrEqualTo(7);
        assertThat(ended.path("refused").toString()).isEqualTo("{\"not-joined\":3,\"unknown-type\":1}");
    }

    @Test
    void eachConnectionBeginsOnceAndEndsOnceHoweverItEnds() throws IOException {
        String cut;
        try (SocketClient client = client("cut")) {
            cut = session(client);
            client.cut();
        }
        String broken;
        try (SocketClient client = client("broken")) {
            broken = session(client);
            client.send("[");
            client.awaitClose();
        }
        String malformed;
        try (RawSocket socket = server.tcp()) {
            malformed = welcomed(socket);
            socket.send(SentFrame.text("{}").withRsv(7));
            assertThat(socket.readFrame().close().code()).isEqualTo(1002);
        }
        String stranger;
        try (RawSocket socket = server.tcp()) {
            stranger = welcomed(socket);
            assertThat(socket.readFrame().close().code()).isEqualTo(4408);
        }
        String silent;
        try (RawSocket socket = server.tcp()) {
            silent = welcomed(socket);
            socket.send(SentFrame.of(SentFrame.CLOSE, new byte[0]));
            socket.readFrame();
        }
        assertEnd(cut, 1006, "network");
        assertEnd(broken, 4400, "server");
        assertEnd(malformed, 1002, "server");
        assertEnd(stranger, 4408, "server");
        assertEnd(silent, 1005, "client");
        assertThat(only(ENDED, stranger).has("user")).isFalse();
        assertThat(only(ENDED, stranger).path("reason").asText()).isEqualTo("no auth within 1 s (auth-seconds)");
    }

    @Test
    void theBeginningSaysWhatTheClientIs() throws IOException {
        String forged = "App/1.0 (\"x\") user=\"root\" \\n\u00e9\u2028" + "y".repeat(200);
        String session;
        try (RawSocket socket = server.tcp()) {
            socket.handshake(
                    "/ws",
                    Map.of(
                            "User-Agent",
                            forged,
                            "Origin",
                            "http://127.0.0.1:" + server.process().port()));
            session = sessionOf(socket.readFrame().text());
        }
        JsonNode began = only(BEGAN, session);
        assertThat(began.path("level").asText()).isEqualTo("DEBUG");
        assertThat(began.path("origin").asText())
                .isEqualTo("http://127.0.0.1:" + server.process().port());
        assertThat(began.path("userAgent").asText())
                .startsWith("App/1.0 (?x?) user=?root? ?n?")
                .matches("[ -~]{103}");
    }

    @Test
    void aResumeSaysHowManyRoomsCameBackAndHow() {
        JsonNode joined;
        try (SocketClient bob = client("bob")) {
            joined = bob.request(Map.of("type", "join", "room", "resumed"));
            for (int i = 0; i < 4; i++) {
                bob.request(Map.of("type", "send", "room", "resumed", "clientMsgId", "m" + i, "body", i));
            }
        }
        String good;
        try (SocketClient bob = client("bob")) {
            good = session(bob);
            bob.request(Map.of("type", "resume", "rooms", Map.of("resumed", position(joined, 1), "fresh", 0)));
        }
        String behind;
        try (SocketClient bob = client("bob")) {
            behind = session(bob);
            bob.request(Map.of("type", "resume", "rooms", Map.of("resumed", Map.of("seq", 4, "epoch", "another.1"))));
        }
        JsonNode recovered = only(RESUMED, good);
        assertThat(recovered.path("level").asText()).isEqualTo("DEBUG");
        assertThat(recovered.path("user").asText()).isEqualTo("bob");
        assertThat(recovered.path("rooms").asInt()).isEqualTo(2);
        assertThat(recovered.path("recovered").asInt()).isEqualTo(2);
        assertThat(recovered.path("missed").asInt()).isEqualTo(3);
        JsonNode reset = only(RESUMED, behind);
        assertThat(reset.path("level").asText()).isEqualTo("INFO");
        assertThat(reset.path("reset").asInt()).isEqualTo(1);
    }

    @Test
    void aHandshakeThatIsRefusedIsToldWithItsReason() throws IOException {
        try (RawSocket socket = server.tcp()) {
            String late = Tokens.wronglySigned(LoggedServer.SECRET, "ann");
            assertThat(socket.handshake("/ws?access_token=" + late, Map.of()).status())
                    .isEqualTo(401);
        }
        server.awaitLines(REFUSED, 1);
        assertThat(server.lines(REFUSED)).anySatisfy(line -> {
            assertThat(line.path("level").asText()).isEqualTo("INFO");
            assertThat(line.path("status").asInt()).isEqualTo(401);
            assertThat(line.path("reason").asText()).isEqualTo("the token is not valid");
            assertThat(line.path("remote").asText()).isEqualTo("127.0.0.1");
        });
    }

    @Test
    void theClientOfATrustedProxyIsNamedAndNotTheProxy() throws IOException {
        Map<String, String> forwarded = Map.of("X-Forwarded-For", "198.51.100.9, 203.0.113.7");
        try (RawSocket socket = server.tcp()) {
            assertThat(socket.handshake("/ws", forwarded).status()).isEqualTo(101);
        }
        try (RawSocket socket = server.tcp()) {
            assertThat(socket.handshake("/ws?access_token=nonsense", forwarded).status())
                    .isEqualTo(401);
        }
        server.process().awaitOutput("\"remote\":\"203.0.113.7\"", 3);
        assertThat(server.lines())
                .filteredOn(line -> line.path("remote").asText().equals("203.0.113.7"))
                .extracting(line -> line.path("message").asText())
                .contains("connection began", ENDED, REFUSED);
        assertThat(server.process().output()).doesNotContain("198.51.100.9");
    }

    @Test
    void aFloodOfRefusedFramesIsOneLine() {
        String session;
        int before;
        try (SocketClient flooding = client("flooding")) {
            session = session(flooding);
            before = server.lines().size();
            for (int i = 0; i < 300; i++) {
                flooding.send(NOT_JOINED);
            }
            flooding.request(Map.of("type", "ping"));
            List<JsonNode> lines = server.lines();
            assertThat(lines.subList(before, lines.size()))
                    .noneMatch(line -> line.path("session").asText().equals(session));
        }
        assertThat(only(ENDED, session).path("refused").path("not-joined").asInt())
                .isEqualTo(300);
    }

    private static SocketClient client(String user) {
        return server.client(Tokens.token(LoggedServer.SECRET, user));
    }

    private static String session(SocketClient client) {
        return client.await("welcome").path("sessionId").asText();
    }

    private static String welcomed(RawSocket socket) throws IOException {
        assertThat(socket.handshake("/ws", Map.of()).status()).isEqualTo(101);
        return sessionOf(socket.readFrame().text());
    }

    private static String sessionOf(String welcome) {
        return welcome.replaceFirst(".*\"sessionId\":\"([^\"]+)\".*", "$1");
    }

    private static Map<String, Object> position(JsonNode joined, long seq) {
        return Map.of("seq", seq, "epoch", joined.path("epoch").asText());
    }

    /** The id that the node gives itself when it is ready. */
    private static String node() {
        return server.lines().stream()
                .filter(line -> line.path("message").asText().startsWith("ready on "))
                .findFirst()
                .orElseThrow()
                .path("node")
                .asText();
    }

    private static void assertEnd(String session, int code, String by) {
        JsonNode ended = only(ENDED, session);
        assertThat(ended.path("code").asInt()).as("%s", ended).isEqualTo(code);
        assertThat(ended.path("by").asText()).as("%s", ended).isEqualTo(by);
        only(BEGAN, session);
    }

    /** The one line of this message about a session, which may be still to come. */
    private static JsonNode only(String message, String session) {
        server.process().awaitOutput("\"message\":\"" + message + "\",\"session\":\"" + session, 1);
        List<JsonNode> lines = server.lines(message).stream()
                .filter(line -> line.path("session").asText().equals(session))
                .toList();
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }
}
