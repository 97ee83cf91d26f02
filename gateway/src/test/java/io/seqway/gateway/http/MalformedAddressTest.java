package io.seqway.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.gateway.GatewayOptions;
import io.seqway.gateway.auth.TokenOptions;
import io.seqway.gateway.auth.TokenOptions.Secret;
import io.seqway.gateway.auth.Tokens;
import io.seqway.protocol.Limits;
import io.seqway.testing.HttpHead;
import io.seqway.testing.RawSocket;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An address that cannot be decoded is the client's mistake, and is answered. */
@ExtendWith(VertxExtension.class)
class MalformedAddressTest {
    private int port;

    @BeforeEach
    void serve(Vertx vertx) throws Exception {
        TokenOptions secrets =
                new TokenOptions(List.of(new Secret(null, "a secret of thirty-two bytes or more")), null, null);
        GatewayOptions options =
                new GatewayOptions("127.0.0.1", 0, 1, Limits.DEFAULTS, secrets, true, List.of(), false, 0);
        Handler<HttpServerRequest> routes = Routes.create(
                vertx, options, new Tokens(vertx, secrets), (socket, identity, rooms) -> {}, others -> {});
        HttpServer server = vertx.createHttpServer()
                .requestHandler(routes)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        port = server.actualPort();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ws?access_token=eyJ.eyJ.x&x=100%",
                "/ws?room=team%2&lastSeq=1",
                "/ws?%zz=1",
                "/ws%zz",
                "/%zz",
                "/%"
            })
    void aPercentSignWithoutTwoDigitsIsABadRequest(String address) throws IOException {
        HttpHead answer = get(address);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void whatCanBeDecodedIsTakenAsItIs() throws IOException {
        assertThat(get("/ws?x=100%25&%72oom=a&lastSeq=1&%ff=%ff").status()).isEqualTo(101);
        assertThat(get("/%ff%41").status()).isEqualTo(404);
    }

    private HttpHead get(String address) throws IOException {
        try (RawSocket socket = RawSocket.connect("127.0.0.1", port)) {
            return socket.handshake(address, Map.of());
        }
    }
}
