package io.seqway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SocketClientTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void recordsWhatItReceivesInOrder() throws Exception {
        try (StandInServer server = new StandInServer(SocketClientTest::countToFive);
                SocketClient client = SocketClient.connectToAnything(server.uri("/"))) {
            client.await(frame -> frame.path("n").asInt() == 5);

            assertThat(client.received())
                    .extracting(frame -> frame.get("n").asInt())
                    .containsExactly(1, 2, 3, 4, 5);
            assertThat(client.awaitAfter(2, frame -> true, SHORT).get("n").asInt())
                    .isEqualTo(3);
        }
    }

    @Test
    void matchesAReplyToItsRequest() throws Exception {
        try (StandInServer server = new StandInServer(socket -> socket.textMessageHandler(socket::writeTextMessage));
                SocketClient client = SocketClient.connectToAnything(server.uri("/"))) {
            client.send(Map.of("type", "ping", "id", 7));
            client.send(Map.of("type", "ping", "id", "7"));

            assertThat(client.awaitReply("7").get("id").isTextual()).isTrue();
            assertThat(client.awaitReply(7).get("id").isNumber()).isTrue();
            assertThat(client.request(Map.of("type", "join")).get("type").asText())
                    .isEqualTo("join");
        }
    }

    @Test
    void sendsFromManyThreadsWithoutLossOrMixture() throws Exception {
        try (StandInServer server = new StandInServer(socket -> socket.textMessageHandler(socket::writeTextMessage));
                SocketClient client = SocketClient.connectToAnything(server.uri("/"))) {
            List<CompletableFuture<JsonNode>> requests = IntStream.range(0, 200)
                    .mapToObj(n -> CompletableFuture.supplyAsync(() -> client.request(Map.of("n", n))))
                    .toList();

            List<Integer> answers = new ArrayList<>();
            for (CompletableFuture<JsonNode> request : requests) {
                answers.add(request.get(10, TimeUnit.SECONDS).get("n").asInt());
            }
            assertThat(answers).isEqualTo(IntStream.range(0, 200).boxed().toList());
        }
    }

    @Test
    void putsBigAndFragmentedMessagesTogether() throws Exception {
        String big = "\"" + "x".repeat(3_000_000) + "\"";
        try (StandInServer server = new StandInServer(socket -> {
                    socket.writeFrame(WebSocketFrame.textFrame("{\"type\":", false));
                    socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("\"parts\"}"), true));
                    socket.writeTextMessage(big);
                });
                SocketClient client = SocketClient.connectToAnything(server.uri("/"))) {
            assertThat(client.await("parts").size()).isEqualTo(1);
            assertThat(client.await(JsonNode::isTextual).asText()).hasSize(3_000_000);
        }
    }

    @Test
    void tellsCodeAndReasonOfTheClose() throws Exception {
        try (StandInServer server = new StandInServer(socket -> socket.close((short) 4401, "token-expired"));
                SocketClient client = SocketClient.connectToAnything(server.uri("/"))) {
            assertThat(client.awaitClose()).isEqualTo(new SocketClose(4401, "token-expired"));
        }
    }

    @Test
    void tellsAnEndWithoutACloseFrameBy1006() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<SocketClient> connecting = CompletableFuture.supplyAsync(
                    () -> SocketClient.connectToAnything(URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/")));
            acceptAndLeave(server);

            try (SocketClient client = connecting.get(10, TimeUnit.SECONDS)) {
                assertThat(client.awaitClose().code()).isEqualTo(SocketClose.ABNORMAL);
            }
        }
    }

    @Test
    void cutEndsTheConnectionWithoutACloseFrame() throws Exception {
        CompletableFuture<Short> closeCode = new CompletableFuture<>();
        try (StandInServer server = new StandInServer(
                        socket -> socket.closeHandler(gone -> closeCode.complete(socket.closeStatusCode())));
                SocketClient client = SocketClient.connectToAnything(server.uri("/"))) {
            client.cut();

            assertThat(closeCode.get(10, TimeUnit.SECONDS)).isIn(null, (short) SocketClose.ABNORMAL);
            assertThat(client.awaitClose().code()).isEqualTo(SocketClose.ABNORMAL);
        }
    }

    @Test
    void showsTheStatusOfARefusedHandshake() throws Exception {
        try (StandInServer server = new StandInServer(socket -> {})) {
            HandshakeRefused refused = catchThrowableOfType(
                    HandshakeRefused.class, () -> SocketClient.connectToAnything(server.uri("/refused")));

            assertThat(refused.status()).isEqualTo(401);
        }
    }

    @Test
    void aWaitInVainIsAnErrorThatShowsWhatCameInstead() throws Exception {
        try (StandInServer server = new StandInServer(SocketClientTest::countToFive);
                SocketClient client = SocketClient.connectToAnything(server.uri("/"))) {
            client.await(frame -> frame.path("n").asInt() == 5);

            assertThatThrownBy(() -> client.await(frame -> frame.path("n").asInt() == 6, SHORT))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("within PT0.05S; 5 frames were received")
                    .hasMessageContaining("{\"n\":5}");
        }
    }

    @Test
    void aWaitEndsWithTheSocket() throws Exception {
        try (StandInServer server = new StandInServer(socket -> socket.close((short) 4403, "no"));
                SocketClient client = SocketClient.connectToAnything(server.uri("/"))) {
            assertThatThrownBy(() -> client.await("welcome"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("4403");
        }
    }

    private static void countToFive(ServerWebSocket socket) {
        for (int n = 1; n <= 5; n++) {
            socket.writeTextMessage("{\"n\":" + n + "}");
        }
    }

    /** A WebSocket handshake, and the end of the connection. */
    private static void acceptAndLeave(ServerSocket server) throws Exception {
        try (Socket socket = server.accept()) {
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String key = request.lines()
                    .takeWhile(line -> !line.isEmpty())
                    .filter(line -> line.startsWith("Sec-WebSocket-Key: "))
                    .map(line -> line.substring(line.indexOf(' ') + 1))
                    .toList()
                    .get(0);
            byte[] accept = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(accept) + "\r\n\r\n";
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
