package io.seqway.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.testing.HttpHead;
import io.seqway.testing.RawSocket;
import io.seqway.testing.SocketClient;
import io.seqway.testing.Tokens;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Before the upgrade: pages of other sites, malformed handshakes, connections that never get to the point. */
class HandshakeAttackIT {
    private static final Duration CUT = Duration.ofSeconds(8);
    private static final byte[] TLS_CLIENT_HELLO = {
        0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xfc, 0x03, 0x03
    };

    private final AttackedServer server = AttackedServer.open();

    @AfterAll
    static void theServerIsUnhurt() {
        AttackedServer.open().assertUnhurt();
    }

    @Test
    void a01_aForeignOriginIsRefused() throws IOException {
        String own = "http://" + server.authority();
        SoftAssertions all = new SoftAssertions();
        for (String origin : List.of(
                "https://evil.example",
                "null",
                own + ".evil.example",
                "http://127.0.0.1.evil.example:" + server.process().port(),
                "http://127.0.0.1:" + (server.process().port() - 1),
                "http://" + server.authority() + "@evil.example",
                "http://evil.example#@" + server.authority(),
                "http://evil.example\\@" + server.authority(),
                own + "/",
                own + ", https://evil.example",
                "ftp://" + server.authority(),
                "file://",
                "*",
                "")) {
            all.assertThat(server.handshake(Map.of("Origin", origin)).status())
                    .as("origin <%s>", origin)
                    .isEqualTo(403);
        }
        all.assertThat(server.handshake(Map.of("Origin", own)).status()).isEqualTo(101);
        all.assertThat(server.handshake(Map.of()).status()).as("not a browser").isEqualTo(101);
        all.assertThat(server.process().output()).contains("origin=\"https://evil.example\"");
        all.assertAll();
    }

    @Test
    void a02_anotherVersionOfWebSocketIsRefused() throws IOException {
        for (String version : new String[] {null, "12", "8", "0", "-13", "thirteen"}) {
            HttpHead head = server.handshake(with("Sec-WebSocket-Version", version));
            assertThat(head.status()).as("version %s", version).isEqualTo(426);
            assertThat(head.header("Sec-WebSocket-Version")).isEqualTo("13");
        }
    }

    @Test
    void a03_aKeyThatIsNotSixteenBytesIsRefused() throws IOException {
        for (String key : new String[] {
            null, "", "short", "not base64 at all!!!!!!==", "dGhlIHNhbXBsZSBub25j", "dGhlIHNhbXBsZSBub25jZSE="
        }) {
            assertThat(server.handshake(with("Sec-WebSocket-Key", key)).status())
                    .as("key <%s>", key)
                    .isEqualTo(400);
        }
    }

    @Test
    void a04_headersThatContradictThemselvesAreRefused() throws IOException {
        String own = "http://" + server.authority();
        for (Map<String, String> headers : List.of(
                Map.of("host", "evil.example"),
                Map.of("upgrade", "websocket"),
                Map.of("sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA=="),
                Map.of("sec-websocket-version", "13", "Sec-WebSocket-Version", "12"),
                Map.of("Origin", own, "origin", "https://evil.example"),
                with("Host", null),
                with("Connection", null),
                with("Connection", "close"))) {
            assertThat(server.handshake(headers).status()).as("%s", headers).isBetween(400, 426);
        }
    }

    @Test
    void a05_anUpgradeWithABodyIsRefusedAndTheConnectionEnds() throws IOException {
        for (Map<String, String> headers : List.of(
                Map.of("Content-Length", "5"),
                Map.of("Transfer-Encoding", "chunked"),
                Map.of("Content-Length", "5", "Transfer-Encoding", "chunked"),
                Map.of("Content-Length", "-1"),
                Map.of("Content-Length", "5", "content-length", "6"))) {
            try (RawSocket socket = server.tcp()) {
                assertThat(socket.handshake("/ws", headers).status())
                        .as("%s", headers)
                        .isEqualTo(400);
                socket.awaitEnd(Duration.ofSeconds(2));
            }
        }
    }

    @Test
    void a06_moreHeadersThanAnybodyNeedsAreRefused() throws IOException {
        StringBuilder many = new StringBuilder("x");
        for (int i = 0; i < 3_000; i++) {
            many.append("\r\nX-").append(i).append(": x");
        }
        assertThat(server.handshake(Map.of("X", many.toString())).status()).isEqualTo(431);
        assertThat(server.handshake(Map.of("X", "x".repeat(64 * 1024))).status())
                .isEqualTo(431);
        try (RawSocket socket = server.tcp()) {
            assertThat(socket.handshake("/ws?" + "x".repeat(64 * 1024), Map.of())
                            .status())
                    .isEqualTo(414);
        }
    }

    @Test
    void a07_headersThatComeByteByByteAreCut() throws Exception {
        try (RawSocket socket = server.tcp()) {
            long began = System.nanoTime();
            socket.send("GET /ws HTTP/1.1\r\nHost: " + server.authority() + "\r\nX: ");
            dribble(socket, began);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(CUT);
        }
    }

    /** Sends a byte every now and then until the server has had enough. */
    private static void dribble(RawSocket socket, long began) throws InterruptedException {
        try {
            while (System.nanoTime() - began < CUT.toNanos()) {
                socket.send("x");
                Thread.sleep(200);
            }
        } catch (IOException e) {
            assertThat(e).as("what a peer that goes on hears").hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
    }

    @Test
    void a08_aConnectionThatSaysNothingIsCut() throws IOException {
        try (RawSocket silent = server.tcp();
                RawSocket halfway = server.tcp()) {
            halfway.send("GET /ws HTTP/1.1\r\nHost: " + server.authority() + "\r\n");
            silent.awaitEnd(CUT);
            halfway.awaitEnd(CUT);
        }
    }

    @Test
    void a09_aThousandHalfOpenConnectionsDoNotKeepOthersOut() throws IOException {
        List<RawSocket> halfOpen = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                RawSocket socket = server.tcp();
                halfOpen.add(socket);
                socket.send("GET /ws HTTP/1.1\r\nUpgrade: ");
            }
            server.assertServesOthers();
            for (RawSocket socket : halfOpen) {
                socket.awaitEnd(CUT);
            }
        } finally {
            for (RawSocket socket : halfOpen) {
                socket.close();
            }
        }
    }

    @Test
    void a10_anotherProtocolIsNotSpoken() throws IOException {
        try (RawSocket socket = server.tcp()) {
            socket.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            assertThat(socket.readHead().status()).isBetween(400, 505);
            socket.awaitEnd(Duration.ofSeconds(2));
        }
        for (String upgrade : List.of("h2c", "TLS/1.0", "websocket, h2c")) {
            try (RawSocket socket = server.tcp()) {
                HttpHead head = socket.handshake(
                        "/ws",
                        Map.of(
                                "Upgrade", upgrade,
                                "Connection", "Upgrade, HTTP2-Settings",
                                "HTTP2-Settings", "AAMAAABkAAQAAP__"));
                assertThat(head.status()).as("upgrade to %s", upgrade).isEqualTo(426);
            }
        }
        try (RawSocket socket = server.tcp()) {
            socket.send(TLS_CLIENT_HELLO);
            socket.send("\r\n\r\n");
            socket.awaitEnd(CUT);
        }
    }

    @Test
    void a11_onlyTheOwnSubprotocolIsEverChosen() throws IOException {
        String token = server.token("ann");
        assertThat(server.handshake(Map.of("Sec-WebSocket-Protocol", "graphql-ws, soap"))
                        .header("Sec-WebSocket-Protocol"))
                .isNull();
        assertThat(server.handshake(Map.of("Sec-WebSocket-Protocol", "bearer." + token))
                        .headers()
                        .toString())
                .doesNotContain("bearer");
        HttpHead chosen = server.handshake(Map.of("Sec-WebSocket-Protocol", "x, seqway.v1.json, bearer." + token));
        assertThat(chosen.header("Sec-WebSocket-Protocol")).isEqualTo("seqway.v1.json");
    }

    @Test
    void a12_noOtherPathIsUpgradedAndNoneLeavesTheServedFolder() throws IOException {
        for (String path : List.of(
                "/ws/",
                "/WS",
                "/ws/../ws",
                "//ws",
                "/ws;x=1",
                "/wss",
                "/chat",
                "/../../../../etc/passwd",
                "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
                "/..%2f..%2f..%2fetc%2fpasswd",
                "/..\\..\\etc\\passwd",
                "/web/../../application.properties",
                "/META-INF/MANIFEST.MF",
                "/logback.xml",
                "/io/seqway/server/Main.class")) {
            try (RawSocket socket = server.tcp()) {
                assertThat(socket.handshake(path, Map.of()).status())
                        .as("path %s", path)
                        .isBetween(400, 404);
            }
        }
    }

    @Test
    void a13_whatAProxyWouldSayIsNotBelieved() throws IOException {
        Map<String, String> forged = Map.of(
                "Origin", "https://evil.example",
                "X-Forwarded-For", "127.0.0.1",
                "X-Forwarded-Host", "evil.example",
                "X-Forwarded-Proto", "https",
                "X-Original-Host", "evil.example",
                "Forwarded", "for=127.0.0.1;host=evil.example;proto=https",
                "X-Real-IP", "127.0.0.1");
        assertThat(server.handshake(forged).status()).isEqualTo(403);
    }

    @Test
    void a14_aTokenInTheQueryIsTakenAndNeverLogged() throws IOException {
        String good = server.token("ann");
        String bad = server.spent(Tokens.wronglySigned(AttackedServer.SECRET, "ann"));
        String late = server.spent(Tokens.token(AttackedServer.SECRET, "ann", Map.of(), Duration.ofHours(-1)));
        URI address = server.process().ws("/ws?access_token=" + good);
        try (SocketClient client = SocketClient.connect(address)) {
            assertThat(client.await("welcome").path("userId").asText()).isEqualTo("ann");
        }
        for (String token : List.of(bad, late)) {
            try (RawSocket socket = server.tcp()) {
                HttpHead head = socket.handshake("/ws?lastSeq=1&room=a&access_token=" + token, Map.of());
                assertThat(head.status()).isEqualTo(401);
                assertThat(head.toString()).doesNotContain(token);
            }
        }
        try (RawSocket socket = server.tcp()) {
            String tooLong = "/ws?access_token=" + good + "x".repeat(8 * 1024);
            assertThat(socket.handshake(tooLong, Map.of()).status()).isEqualTo(414);
        }
        for (String malformed : List.of("/ws?x=100%&access_token=", "/ws?room=team%2&access_token=", "/ws%zz?t=")) {
            try (RawSocket socket = server.tcp()) {
                assertThat(socket.handshake(malformed + good, Map.of()).status())
                        .as(malformed)
                        .isEqualTo(400);
            }
        }
        // The log of the strict server is held against the tokens, too, and it says more.
        AttackedServer talkative = AttackedServer.strict();
        try (RawSocket socket = talkative.tcp()) {
            String strange = talkative.spent(Tokens.wronglySigned(AttackedServer.SECRET, "ann"));
            assertThat(socket.handshake("/ws?access_token=" + strange, Map.of()).status())
                    .isEqualTo(401);
        }
    }

    private static Map<String, String> with(String header, String value) {
        Map<String, String> headers = new HashMap<>();
        headers.put(header, value);
        return headers;
    }
}
