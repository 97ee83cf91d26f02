package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.util.List;
import java.util.Map;
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
}
