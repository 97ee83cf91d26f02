package io.seqway.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.gateway.door.DoorOptions;
import io.seqway.testing.HttpHead;
import io.seqway.testing.RawSocket;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is answered to whoever is not let in: before their token, their origin or their headers are looked at. */
@ExtendWith(VertxExtension.class)
class RefusedAtTheDoorTest {
    private static final Map<String, String> WRONG =
            Map.of("Authorization", "Bearer nonsense", "Origin", "https://evil.example");

    private static HttpHead answer(ServedRoutes routes, Map<String, String> headers) throws IOException {
        try (RawSocket socket = routes.connect()) {
            return socket.handshake("/ws", headers);
        }
    }

    @Test
    void tooManyHandshakesOfAnAddressAre429(Vertx vertx) throws Exception {
        ServedRoutes routes = ServedRoutes.on(vertx, false, new DoorOptions(1, 2, 10, true, 10, List.of()));
        assertThat(answer(routes, WRONG).status()).isEqualTo(403);
        assertThat(answer(routes, Map.of("Authorization", "Bearer nonsense")).status())
                .isEqualTo(401);

        HttpHead refused = answer(routes, WRONG);
        for (int i = 0; i < 1_000 && refused.status() == 403; i++) { // one more per second may be
            refused = answer(routes, WRONG);
        }

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.header("Retry-After")).isIn("1", "2");
    }

    @Test
    void aFullNodeIs503UntilAConnectionHasEnded(Vertx vertx) throws Exception {
        ServedRoutes routes = ServedRoutes.on(vertx, false, new DoorOptions(1, 1, 1, false, 1, List.of()));
        try (RawSocket inside = routes.connect()) {
            assertThat(inside.handshake("/ws", Map.of()).status()).isEqualTo(101);

            HttpHead refused = answer(routes, WRONG);

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(refused.header("Retry-After")).isEqualTo("10");
        }
        HttpHead after = answer(routes, Map.of());
        for (int i = 0; i < 1_000 && after.status() == 503; i++) {
            after = answer(routes, Map.of());
        }
        assertThat(after.status()).isEqualTo(101);
    }

    @Test
    void aHandshakeThatFailsLeavesItsPlace(Vertx vertx) throws Exception {
        ServedRoutes routes = ServedRoutes.on(vertx, false, new DoorOptions(1, 1, 1, false, 1, List.of()));
        for (int i = 0; i < 3; i++) {
            assertThat(answer(routes, Map.of("Connection", "keep-alive")).status())
                    .isIn(400, 503);
        }
        HttpHead after = answer(routes, Map.of());
        for (int i = 0; i < 1_000 && after.status() == 503; i++) {
            after = answer(routes, Map.of());
        }
        assertThat(after.status()).isEqualTo(101);
    }
}
