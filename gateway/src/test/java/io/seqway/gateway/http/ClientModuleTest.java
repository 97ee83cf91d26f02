package io.seqway.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.testing.HttpHead;
import io.seqway.testing.RawSocket;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JavaScript client is served, module by module, to pages of every origin; nothing else is. */
@ExtendWith(VertxExtension.class)
class ClientModuleTest {
    private ServedRoutes routes;

    @BeforeEach
    void serve(Vertx vertx) throws Exception {
        routes = ServedRoutes.on(vertx, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/seqway.js", "/seqway/index.js", "/seqway/seqway.js"})
    void aPageOfAnotherOriginMayLoadIt(String address) throws IOException {
        HttpHead answer = get(address);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).contains("javascript");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    }

    @Test
    void itsHeadMayBeAskedForAlone() throws IOException {
        try (RawSocket socket = routes.connect()) {
            socket.send("HEAD /seqway.js HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
            assertThat(socket.readHead().status()).isEqualTo(200);
        }
    }

    @Test
    void thePageIsForItsOwnOrigin() throws IOException {
        HttpHead answer = get("/");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void onlyTheModulesAreServed() throws IOException {
        assertThat(get("/seqway/index.d.ts").status()).isEqualTo(404);
    }

    private HttpHead get(String address) throws IOException {
        try (RawSocket socket = routes.connect()) {
            return socket.handshake(address, Map.of("Origin", "http://localhost:5173"));
        }
    }
}
