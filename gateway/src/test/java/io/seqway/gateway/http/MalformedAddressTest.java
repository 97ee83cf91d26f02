package io.seqway.gateway.http;

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

/** An address that cannot be decoded is the client's mistake, and is answered. */
@ExtendWith(VertxExtension.class)
class MalformedAddressTest {
    private ServedRoutes routes;

    @BeforeEach
    void serve(Vertx vertx) throws Exception {
        routes = ServedRoutes.on(vertx, false);
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
        try (RawSocket socket = routes.connect()) {
            return socket.handshake(address, Map.of());
        }
    }
}
