package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.server.TestServer;
import io.seqway.testing.HttpHead;
import io.seqway.testing.JwksServer;
import io.seqway.testing.RawSocket;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SigningKey;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server that is asked to stop says so, and says when to come back. */
class ShutdownIT {
    @Test
    void clientsAreToldAndClosedForARestart() {
        TestServer server = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri());
        try (ServerProcess process = server.start();
                SocketClient ann = SocketClient.connect(
                        process.ws("/ws"),
                        Map.of("Authorization", "Bearer " + Tokens.token(TestServer.SECRET, "ann")),
                        List.of())) {
            ann.request(Map.of("type", "join", "room", "a"));
            assertThat(process.terminate()).isZero();
            assertThat(ann.await("server-shutdown").get("reconnectInMs").asLong())
                    .isBetween(0L, 1_000L);
            assertThat(ann.awaitClose().code()).isEqualTo(1012);
        }
    }

    @Test
    void whoIsStillConnectingIsToldToComeAgain() throws Exception {
        SigningKey known = SigningKey.of("EdDSA", "known");
        SigningKey unknown = SigningKey.of("EdDSA", "unknown");
        try (JwksServer provider = JwksServer.publishing(known)) {
            TestServer server = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri())
                    .drainingOver(5)
                    .and("--jwks", provider.uri().toString());
            CountDownLatch gate = new CountDownLatch(1);
            try (ServerProcess process = server.start();
                    SocketClient ann = SocketClient.connect(process.ws("/ws"), bearer(known.token("ann")), List.of());
                    RawSocket late = RawSocket.connect("127.0.0.1", process.port())) {
                int before = provider.requests();
                provider.publishBehind(gate, known, unknown);
                CompletableFuture<HttpHead> handshake = handshake(late, bearer(unknown.token("bob")));
                provider.awaitRequests(before + 1, RawSocket.LIMIT);
                CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(process::terminate);
                ann.await("server-shutdown");
                gate.countDown();
                HttpHead answer = handshake.get(10, TimeUnit.SECONDS);
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).isEqualTo("1");
                assertThat(exit.get(20, TimeUnit.SECONDS)).isZero();
            }
        }
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    private static CompletableFuture<HttpHead> handshake(RawSocket socket, Map<String, String> headers) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return socket.handshake("/ws", headers);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
