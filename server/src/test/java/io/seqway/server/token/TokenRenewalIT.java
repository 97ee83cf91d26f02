package io.seqway.server.token;

import static io.seqway.server.token.KeyedServer.auth;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.testing.JwksServer;
import io.seqway.testing.RawSocket;
import io.seqway.testing.SentFrame;
import io.seqway.testing.SigningKey;
import io.seqway.testing.SocketClient;
import io.seqway.testing.SocketClose;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A connection's first token, its renewal in place, and its end; with keys that take a while to check. */
class TokenRenewalIT {
    private static final int BAD_TOKEN = 4401;
    private static final SigningKey KEY = SigningKey.of("RS256", "known");
    private static final JwksServer PROVIDER = JwksServer.publishing(KEY);
    private static final KeyedServer SERVER =
            KeyedServer.with("--jwks", PROVIDER.uri().toString());

    @AfterAll
    static void stop() {
        SERVER.close();
        PROVIDER.close();
    }

    @Test
    void whatStandsBehindTheFirstTokenIsSaidByWhoItProves() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (RawSocket socket = SERVER.stranger()) {
                socket.send(together(
                        auth(KEY.token("ann", Map.of("rooms", List.of("team.*")), Duration.ofHours(1))),
                        SentFrame.text("{\"type\":\"join\",\"id\":1,\"room\":\"team.a\",\"presence\":false}"),
                        SentFrame.text("{\"type\":\"ping\",\"id\":2}")));
                assertThat(socket.readFrame().text()).contains("\"authenticated\"");
                List<String> answers =
                        List.of(socket.readFrame().text(), socket.readFrame().text());
                assertThat(answers).anyMatch(text -> text.contains("\"joined\""));
                assertThat(answers).anyMatch(text -> text.contains("\"pong\""));
            }
        }
    }

    @Test
    void framesBehindARenewalWaitHoweverLongItTakes() throws Exception {
        SigningKey next = SigningKey.of("ES256", "next");
        CountDownLatch gate = new CountDownLatch(1);
        try (RawSocket socket = RawSocket.connect("127.0.0.1", SERVER.process().port())) {
            String wide = KEY.token("ann", Map.of("rooms", List.of("team.*")), Duration.ofHours(1));
            assertThat(socket.handshake("/ws", KeyedServer.bearer(wide)).status())
                    .isEqualTo(101);
            socket.readFrame();
            socket.send(SentFrame.text("{\"type\":\"join\",\"id\":1,\"room\":\"team.b\",\"presence\":false}"));
            assertThat(socket.readFrame().text()).contains("\"joined\"");

            PROVIDER.publishBehind(gate, KEY, next);
            int before = PROVIDER.requests();
            String narrow = next.token("ann", Map.of("rooms", List.of("other")), Duration.ofHours(1));
            socket.send(together(
                    auth(narrow),
                    SentFrame.text(
                            "{\"type\":\"send\",\"id\":2,\"room\":\"team.b\",\"clientMsgId\":\"m1\",\"body\":1}"),
                    SentFrame.text("{\"type\":\"ping\",\"id\":3}")));
            PROVIDER.awaitRequests(before + 1, RawSocket.LIMIT);
            SocketClient other = SERVER.client(wide);
            assertThat(other.request(Map.of("type", "ping")).path("type").asText())
                    .isEqualTo("pong");
            other.close();
            gate.countDown();

            assertThat(socket.readFrame().text()).contains("\"authenticated\"");
            assertThat(socket.readFrame().text()).contains("\"removed\"", "team.b");
            assertThat(socket.readFrame().text()).contains("\"error\"", "\"id\":2", "not-joined");
            assertThat(socket.readFrame().text()).contains("\"pong\"");
        }
    }

    @Test
    void aConnectionEndsWithinTheSecondOfItsExp() {
        try (SocketClient client = SERVER.client(KEY.token("ann", Map.of(), Duration.ofSeconds(2)))) {
            long expiresAt = client.await("token-expiring").path("expiresAt").asLong();
            SocketClose close = client.awaitClose();
            assertThat(close.code()).isEqualTo(BAD_TOKEN);
            assertThat(System.currentTimeMillis() - expiresAt).isBetween(0L, 999L);
            assertThat(client.received("error").get(0).path("code").asText()).isEqualTo("token-expired");
        }
    }

    @Test
    void aRenewedConnectionOutlivesItsFirstToken() throws Exception {
        try (SocketClient client = SERVER.client(KEY.token("ann", Map.of(), Duration.ofSeconds(2)))) {
            long first = client.await("token-expiring").path("expiresAt").asLong();
            JsonNode renewed =
                    client.request(Map.of("type", "auth", "token", KEY.token("ann", Map.of(), Duration.ofSeconds(5))));
            assertThat(renewed.path("type").asText()).isEqualTo("authenticated");
            long second = renewed.path("expiresAt").asLong();
            assertThat(second).isGreaterThan(first);

            assertThat(client.awaitClose().code()).isEqualTo(BAD_TOKEN);
            assertThat(System.currentTimeMillis() - second).isBetween(0L, 999L);
            assertThat(client.received("token-expiring")).hasSize(2);
        }
    }

    @Test
    void tokensMayNotBeCheckedAsFastAsAClientLikes() throws IOException {
        String token = KEY.token("ann");
        try (SocketClient client = SERVER.client(token)) {
            JsonNode answer = client.request(Map.of("type", "auth", "token", token));
            for (int i = 0; i < 10 && answer.path("type").asText().equals("authenticated"); i++) {
                answer = client.request(Map.of("type", "auth", "token", token));
            }
            assertThat(answer.path("code").asText()).isEqualTo("rate-limited");
            assertThat(answer.path("limit").asText()).isEqualTo("auth-per-second=1");
            assertThat(answer.path("retryAfterMs").asLong()).isBetween(1L, 1_000L);
            assertThat(client.request(Map.of("type", "ping")).path("type").asText())
                    .isEqualTo("pong");
        }
    }

    /** Several frames that come in as one read. */
    private static byte[] together(SentFrame... frames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (SentFrame frame : frames) {
            bytes.write(frame.bytes());
        }
        return bytes.toByteArray();
    }
}
