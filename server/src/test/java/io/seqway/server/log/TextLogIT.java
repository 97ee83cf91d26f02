package io.seqway.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.testing.RawSocket;
import io.seqway.testing.SocketClient;
import io.seqway.testing.Tokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The log as people read it: one line for each event, and what it says of a connection behind the words. */
class TextLogIT {
    private static final String LINE = "\\d{4}-\\d\\d-\\d\\dT\\S+ (ERROR|WARN |INFO |DEBUG) \\S+ - .*\\S";

    private static final int AT_ONCE = 200;

    private static LoggedServer server;

    @BeforeAll
    static void start() {
        server = LoggedServer.usual("text");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aConnectionIsOneLineAtItsEnd() {
        try (SocketClient ann = server.client(Tokens.token(LoggedServer.SECRET, "ann"))) {
            String session = ann.await("welcome").path("sessionId").asText();
            ann.send("[");
            ann.awaitClose();
            server.process().awaitOutput(session, 1);
            assertThat(server.text())
                    .filteredOn(line -> line.contains(session))
                    .singleElement()
                    .asString()
                    .matches(LINE)
                    .contains(" - connection ended session=\"" + session + "\" user=\"ann\" node=")
                    .contains(" code=\"4400\" reason=\"not a JSON object\" by=\"server\" durationMs=");
        }
    }

    @Test
    void nobodyWritesLinesOrFieldsOfHisOwn() throws IOException {
        String forging = "https://\u001b[2Jevil\u0085.example\" status=\"200\u2028";
        try (RawSocket socket = server.tcp()) {
            assertThat(socket.handshake("/ws", Map.of("Origin", forging, "User-Agent", "\\\"x\\\" user=\"root\""))
                            .status())
                    .isIn(400, 403);
        }
        try (RawSocket socket = server.tcp()) {
            String origin = "https://evil.example\" user=\"root";
            assertThat(socket.handshake("/ws", Map.of("Origin", origin)).status())
                    .isEqualTo(403);
        }
        server.process().awaitOutput("origin=\"https://evil.example? user=?root\"", 1);
        assertThat(server.process().output()).doesNotContain("user=\"root\"", "\u001b", "\u0085", "\u2028");
        assertThat(server.text()).allMatch(line -> line.matches(LINE), LINE);
    }

    @Test
    void aFloodOfHandshakesIsNoneOfTheLog() throws IOException {
        try (LoggedServer flooded = LoggedServer.usual("text")) {
            int tries = 0;
            while (!flooded.process().output().contains(" untold=")) {
                assertThat(tries).isLessThan(5_000);
                knockInVain(flooded, AT_ONCE);
                tries += AT_ONCE;
            }
            assertThat(flooded.text())
                    .filteredOn(line -> line.contains("status=\"426\""))
                    .hasSizeLessThan(tries);
        }
    }

    private static void knockInVain(LoggedServer server, int times) throws IOException {
        List<RawSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < times; i++) {
                RawSocket socket = server.tcp();
                sockets.add(socket);
                socket.send("GET /ws HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\n\r\n");
            }
            for (RawSocket socket : sockets) {
                assertThat(socket.readHead().status()).isEqualTo(426);
            }
        } finally {
            for (RawSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
