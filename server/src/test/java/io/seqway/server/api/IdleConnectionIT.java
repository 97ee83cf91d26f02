package io.seqway.server.api;

import static io.seqway.server.api.ApiServer.messages;
import static io.seqway.server.api.ApiServer.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.testing.RawSocket;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A connection over which nothing is asked any more is closed after some seconds, as it is when nothing ever was. */
class IdleConnectionIT {
    private final ApiServer server = ApiServer.shared();

    @Test
    void alsoAfterAnAnswer() throws IOException {
        try (RawSocket socket = RawSocket.connect("127.0.0.1", server.process().port())) {
            String request =
                    "GET " + messages("idle") + "?after=0 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + user(ApiServer.fresh("ann")) + "\r\n\r\n";
            socket.send(request);
            assertThat(socket.readHead().status()).isEqualTo(200);
            long answered = System.nanoTime();
            socket.awaitEnd(Duration.ofSeconds(10));
            assertThat(Duration.ofNanos(System.nanoTime() - answered)).isGreaterThan(Duration.ofSeconds(4));
        }
    }
}
