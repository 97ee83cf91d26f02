package io.seqway.server.token;

import static io.seqway.server.token.KeyedServer.auth;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.testing.HttpHead;
import io.seqway.testing.JwksServer;
import io.seqway.testing.RawSocket;
import io.seqway.testing.SigningKey;
import io.seqway.testing.SocketClient;
import io.seqway.testing.Tokens;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An identity provider changes its keys, or fails, while the gateway runs. */
class KeyRotationIT {
    private static final String SECRET = "a-secret-for-tests-of-thirty-two-bytes-or-more";

    private final SigningKey old = SigningKey.of("RS256", "old");
    private final SigningKey next = SigningKey.of("ES256", "next");
    private final JwksServer provider = JwksServer.publishing(old);
    private final KeyedServer server = KeyedServer.with(
            "--jwt-secret", "s:" + SECRET, "--jwks", provider.uri().toString());

    @AfterEach
    void stop() {
        assertThat(server.process().isAlive()).isTrue();
        server.close();
        provider.close();
    }

    @Test
    void aNewKeyIsBelievedAtTheHandshakeAndInAFrameWithoutARestart() throws IOException {
        try (SocketClient before = server.client(old.token("ann"))) {
            provider.publish(old, next);

            assertThat(server.handshake(next.token("bob"))).isEqualTo(101);
            try (RawSocket stranger = server.stranger()) {
                stranger.send(auth(next.token("bob")));
                assertThat(stranger.readFrame().text()).contains("\"authenticated\"", "\"bob\"");
            }
            assertThat(before.request(Map.of("type", "ping")).path("type").asText())
                    .isEqualTo("pong");
        }
        assertThat(provider.requests()).isEqualTo(2);
    }

    @Test
    void aProviderThatFailsKeepsNobodyOutWhoseKeyIsKnown() throws IOException {
        for (Runnable failure : List.<Runnable>of(() -> provider.fail(500, "/"), () -> provider.flood(100))) {
            failure.run();
            try (RawSocket socket =
                    RawSocket.connect("127.0.0.1", server.process().port())) {
                HttpHead answer = socket.handshake("/ws", KeyedServer.bearer(next.token("bob")));
                assertThat(answer.status()).isEqualTo(503);
                assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
            }
            assertThat(server.handshake(old.token("ann"))).isEqualTo(101);
        }
        server.process().awaitOutput("answered by 500; those that were read before are kept", 1);
        server.process().awaitOutput("longer than 1048576 bytes; those that were read before are kept", 1);
        assertThat(server.process().isReady()).isTrue();
    }

    @Test
    void aTokenThatCannotBeCheckedNowCostsNoConnection() throws IOException {
        provider.fail(500, "/");
        try (RawSocket stranger = server.stranger()) {
            stranger.send(auth(next.token("bob")));
            assertThat(stranger.readFrame().text()).contains("\"unavailable\"", "\"retryable\":true", "retryAfterMs");
            provider.publish(old, next);
            stranger.send(auth(next.token("bob")));
            assertThat(stranger.readFrame().text()).contains("\"authenticated\"");
        }
    }

    @Test
    void aProviderThatHangsHoldsNobodyElse() throws IOException {
        provider.hang();
        try (RawSocket waiting = server.stranger()) {
            waiting.send(auth(next.token("bob")));
            for (int i = 0; i < 20; i++) {
                assertThat(server.handshake(old.token("ann"))).isEqualTo(101);
                assertThat(server.handshake(Tokens.withKid("s", SECRET, "cid"))).isEqualTo(101);
            }
            assertThat(waiting.readFrame().text()).contains("\"unavailable\"");
        }
    }

    @Test
    void handshakesThatWaitForAKeyAreAnsweredWhenItIsThere() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        int before = provider.requests();
        provider.publishBehind(gate, old, next);
        try (RawSocket one = RawSocket.connect("127.0.0.1", server.process().port())) {
            Thread opener = new Thread(() -> {
                try {
                    provider.awaitRequests(before + 1, RawSocket.LIMIT);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                gate.countDown();
            });
            opener.start();
            assertThat(one.handshake("/ws", KeyedServer.bearer(next.token("bob")))
                            .status())
                    .isEqualTo(101);
            assertThat(one.readFrame().text()).contains("\"welcome\"", "\"bob\"");
            opener.join();
        }
    }
}
