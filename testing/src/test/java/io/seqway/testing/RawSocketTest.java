package io.seqway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seqway.testing.SentFrame.LengthForm;
import io.vertx.core.http.ServerWebSocket;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RawSocketTest {

    private static final int PROTOCOL_ERROR = 1002;

    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private StandInServer server;
    private RawSocket socket;

    @BeforeEach
    void connect() throws IOException {
        server = new StandInServer(this::echo);
        socket = RawSocket.connectToAnything("127.0.0.1", server.port());
    }

    @AfterEach
    void disconnect() throws IOException {
        socket.close();
        server.close();
    }

    private void echo(ServerWebSocket accepted) {
        accepted.textMessageHandler(text -> {
            if (text.equals("goodbye")) {
                accepted.close((short) 4403, "not allowed");
            } else {
                accepted.writeTextMessage(text);
            }
        });
        accepted.closeHandler(gone::complete);
    }

    @Test
    void shakesHandsAndExchangesFrames() throws IOException {
        HttpHead head = socket.handshake("/", Map.of());

        assertThat(head.status()).isEqualTo(101);
        assertThat(head.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        socket.send(SentFrame.text("hello"));
        assertThat(socket.readFrame()).satisfies(frame -> {
            assertThat(frame.opcode()).isEqualTo(SentFrame.TEXT);
            assertThat(frame.fin()).isTrue();
            assertThat(frame.text()).isEqualTo("hello");
        });
    }

    @Test
    void writesAndReadsLengthsOfEverySize() throws IOException {
        socket.handshake("/", Map.of());
        for (int length : new int[] {0, 125, 126, 65_535, 65_536}) {
            socket.send(SentFrame.text("x".repeat(length)));

            assertThat(socket.readFrame().payload()).hasSize(length);
        }
    }

    @Test
    void sendsAMessageInParts() throws IOException {
        socket.handshake("/", Map.of());

        socket.send(SentFrame.text("hel").notFinal());
        socket.send(SentFrame.of(SentFrame.CONTINUATION, "lo".getBytes(StandardCharsets.UTF_8)));

        assertThat(socket.readFrame().text()).isEqualTo("hello");
    }

    @Test
    void tellsHowTheServerCloses() throws IOException {
        socket.handshake("/", Map.of());
        socket.send(SentFrame.text("goodbye"));

        assertThat(socket.readFrame().close()).isEqualTo(new SocketClose(4403, "not allowed"));
        socket.send(SentFrame.close(4403));
        assertThat(socket.awaitClose().code()).isEqualTo(SocketClose.ABNORMAL);
    }

    @Test
    void sendsFramesThatNoClientMay() throws IOException {
        // Vert.x refuses each of them by ending the connection, without a close frame.
        assertThat(isRefused(SentFrame.text("a").withRsv(4))).isTrue();
        assertThat(isRefused(SentFrame.text("a").unmasked())).isTrue();
        assertThat(isRefused(SentFrame.of(3, new byte[0]))).isTrue();
        assertThat(isRefused(SentFrame.of(SentFrame.PING, new byte[0]).notFinal()))
                .isTrue();
        assertThat(isRefused(SentFrame.text("a").withLength(LengthForm.BITS_16, 1)))
                .isTrue();
        assertThat(isRefused(SentFrame.text("a"))).isFalse();
    }

    @Test
    void writesALengthWhoseMostSignificantBitIsSet() {
        byte[] bytes = SentFrame.text("")
                .withLength(LengthForm.BITS_64, Long.MIN_VALUE + 1)
                .bytes();

        assertThat(bytes).startsWith(0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 1);
    }

    @Test
    void readsTheStatusOfARefusedHandshake() throws IOException {
        assertThat(socket.handshake("/refused", Map.of()).line()).isEqualTo("HTTP/1.1 401 Unauthorized");
    }

    @Test
    void leavesOutAHeader() throws IOException {
        Map<String, String> headers = new HashMap<>();
        headers.put("Sec-WebSocket-Version", null);

        assertThat(socket.handshake("/", headers).status()).isNotEqualTo(101);
    }

    @Test
    void anEndIsToldFromSilence() throws Exception {
        socket.handshake("/", Map.of());
        assertThatThrownBy(() -> socket.awaitEnd(Duration.ofMillis(50))).isInstanceOf(AssertionError.class);

        socket.send(SentFrame.close(1000));

        socket.awaitEnd(RawSocket.LIMIT);
    }

    @Test
    void aFrameThatDoesNotComeBeforeTheEndIsAnEndOfFile() throws IOException {
        socket.send("GET / HTTP/1.0\r\n\r\n");
        socket.readHead();

        assertThatThrownBy(() -> {
                    while (true) {
                        socket.readFrame();
                    }
                })
                .isInstanceOf(EOFException.class);
    }

    @Test
    void aResetEndsTheConnectionForTheServer() throws Exception {
        socket.handshake("/", Map.of());

        socket.reset();

        gone.get(10, TimeUnit.SECONDS);
    }

    private boolean isRefused(SentFrame frame) throws IOException {
        try (RawSocket attacker = RawSocket.connectToAnything("127.0.0.1", server.port())) {
            attacker.handshake("/", Map.of());
            attacker.send(frame);
            attacker.send(SentFrame.text("goodbye"));
            ReceivedFrame echo = attacker.readFrame();
            return echo.isClose() && echo.close().code() == PROTOCOL_ERROR;
        } catch (EOFException | SocketException e) {
            return true;
        }
    }
}
