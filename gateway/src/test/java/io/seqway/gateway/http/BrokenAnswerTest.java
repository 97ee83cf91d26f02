package io.seqway.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.testing.RawSocket;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An answer that breaks off, mostly since whoever asked has gone, ends its connection, and nothing else is tried. */
@ExtendWith(VertxExtension.class)
class BrokenAnswerTest {
    /** Sooner than an idle connection is ended. */
    private static final Duration AT_ONCE = Duration.ofSeconds(4);

    @Test
    void theConnectionEnds(Vertx vertx) throws Exception {
        ServedRoutes routes =
                ServedRoutes.on(vertx, false, others -> others.get("/broken").handler(context -> context.response()
                        .setChunked(true)
                        .write("the first half")
                        .onComplete(written -> context.fail(new IOException("Connection reset by peer")))));
        try (RawSocket socket = routes.connect()) {
            socket.send("GET /broken HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(socket.readHead().status()).isEqualTo(200);
            socket.awaitEnd(AT_ONCE);
        }
    }
}
