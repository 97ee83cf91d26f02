package io.seqway.server.api;

import static io.seqway.server.api.ApiServer.messages;
import static io.seqway.server.api.ApiServer.user;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seqway.testing.RawSocket;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Content that trickles, and never comes to its end, does not hold a connection: there are not so many. */
@Execution(ExecutionMode.CONCURRENT)
class SlowRequestIT {
    private static final Duration TRICKLE = Duration.ofMillis(300);

    private final ApiServer server = ApiServer.shared();

    @Test
    void whoHasNoTokenIsCutSoonAfterTheAnswer() throws Exception {
        assertThat(endOf("", 401)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void whoHasOneIsToldAfterEightSeconds() throws Exception {
        String token = "Authorization: Bearer " + user(ApiServer.fresh("ann")) + "\r\n";
        assertThat(endOf(token, 408)).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(12));
    }

    @Test
    void aConnectionIsKeptForTheNextRequestWhereNothingIsLeftToBeRead() throws Exception {
        try (RawSocket socket = RawSocket.connect("127.0.0.1", server.process().port())) {
            socket.send("GET /seqway.js HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(socket.readHead().status()).isEqualTo(200);
            assertThatThrownBy(() -> socket.awaitEnd(Duration.ofSeconds(4)))
                    .as("as long as an answered request would have")
                    .isInstanceOf(AssertionError.class);
            socket.send("GET /seqway.js HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(socket.readHead().status()).isEqualTo(200);
        }
    }

    /** For how long the connection takes more of the content, byte by byte. */
    private Duration endOf(String header, int status) throws Exception {
        try (RawSocket socket = RawSocket.connect("127.0.0.1", server.process().port())) {
            socket.send(
                    ("POST " + messages("slow") + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + header + "Content-Length: 20000\r\n\r\n{")
                            .getBytes(US_ASCII));
            long began = System.nanoTime();
            Thread trickle = new Thread(() -> trickle(socket));
            trickle.start();
            assertThat(socket.readHead().status()).isEqualTo(status);
            socket.awaitEnd(Duration.ofSeconds(20));
            trickle.join();
            return Duration.ofNanos(System.nanoTime() - began);
        }
    }

    private static void trickle(RawSocket socket) {
        try {
            while (true) {
                socket.send(" ".getBytes(US_ASCII));
                Thread.sleep(TRICKLE.toMillis());
            }
        } catch (IOException e) {
            // the connection has ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
