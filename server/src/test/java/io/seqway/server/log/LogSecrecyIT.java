package io.seqway.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.testing.RawSocket;
import io.seqway.testing.SentFrame;
import io.seqway.testing.SocketClient;
import io.seqway.testing.Tokens;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No token and nothing that users say gets into the log, whichever way it comes, and whatever the log is to say. */
class LogSecrecyIT {
    private static final String SECRET = LoggedServer.SECRET;
    private static final String SAID = "what-a-user-has-said";

    private final Set<String> tokens = new LinkedHashSet<>();

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void noTokenAndNoWordOfAUser(String format) throws IOException {
        try (LoggedServer server = LoggedServer.talkative(format)) {
            goodOnesComeByAllWays(server);
            badOnesComeByAllWays(server);
            server.process().awaitOutput("connection ended", 8);
            assertThat(server.process().terminate()).isZero();
            String log = server.process().output();
            assertThat(log).contains("connection began", "connection authenticated", "handshake refused");
            assertThat(log).doesNotContain(SECRET, SAID);
            assertThat(tokens).isNotEmpty().allSatisfy(token -> assertThat(log).doesNotContain(parts(token)));
        }
    }

    private void goodOnesComeByAllWays(LoggedServer server) {
        talk(server.client(good()));
        talk(SocketClient.connect(server.process().ws("/ws?room=a&lastSeq=0&access_token=" + good())));
        talk(SocketClient.connect(server.process().ws("/ws"), Map.of(), List.of("seqway.v1.json", "bearer." + good())));
        SocketClient late = SocketClient.connect(server.process().ws("/ws"));
        late.request(Map.of("type", "auth", "token", good()));
        talk(late);
    }

    private void talk(SocketClient client) {
        try (client) {
            client.request(Map.of("type", "join", "room", "a"));
            client.request(Map.of("type", "send", "room", "a", "clientMsgId", "m", "body", SAID));
            client.send(Map.of("type", "signal", "room", "a", "data", SAID));
            client.request(Map.of("type", "send", "room", SAID + " is no room", "clientMsgId", "m", "body", SAID));
            client.request(Map.of("type", "auth", "token", spent(Tokens.token(SECRET, "another"))));
            client.send(SAID);
            client.awaitClose();
        }
    }

    private void badOnesComeByAllWays(LoggedServer server) throws IOException {
        for (String bad : List.of(
                spent(Tokens.wronglySigned(SECRET, "ann")),
                spent(Tokens.token(SECRET, "ann", Map.of(), Duration.ofHours(-1))),
                spent(Tokens.token(SECRET, "no id: " + SAID)),
                spent(Tokens.withoutExpiry(SECRET, "ann")))) {
            for (String query : List.of("", "?access_token=" + bad, "?room=a&lastSeq=x&access_token=" + bad)) {
                try (RawSocket socket = server.tcp()) {
                    Map<String, String> headers = query.isEmpty() ? Map.of("Authorization", "Bearer " + bad) : Map.of();
                    assertThat(socket.handshake("/ws" + query, headers).status())
                            .isIn(400, 401);
                }
            }
            try (RawSocket socket = server.tcp()) {
                socket.handshake("/ws", Map.of());
                socket.readFrame();
                socket.send(SentFrame.text("{\"type\":\"auth\",\"token\":\"" + bad + "\"}"));
                while (!socket.readFrame().isClose()) {
                    // the error in front of it
                }
            }
        }
    }

    private String good() {
        return spent(Tokens.token(SECRET, "ann"));
    }

    private String spent(String token) {
        tokens.add(token);
        return token;
    }

    /** Claims and signature; the header is the same for all. */
    private static List<String> parts(String token) {
        List<String> parts = new ArrayList<>(List.of(token.split("\\.")));
        return parts.subList(1, parts.size());
    }
}
