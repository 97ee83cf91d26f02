package io.seqway.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.embedded.FreePorts;
import io.seqway.testing.RawSocket;
import io.seqway.testing.SentFrame;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server in a process of its own, with little memory, that believes the keys of a test. */
final class KeyedServer implements AutoCloseable {
    private static final String LITTLE_MEMORY = "-Xmx192m -XX:MaxDirectMemorySize=64m -XX:+ExitOnOutOfMemoryError";

    private final ServerProcess process;

    private KeyedServer(ServerProcess process) {
        this.process = process;
    }

    /** One with these settings, ready. */
    static KeyedServer with(String... settings) {
        KeyedServer server = launch("", settings);
        try {
            server.process.awaitReady();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** One with these settings, and options of its JVM, that need not become ready. */
    static KeyedServer launch(String options, String... settings) {
        Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", LITTLE_MEMORY + " " + options);
        return new KeyedServer(ServerProcess.launch(arguments(settings), environment, FreePorts.next()));
    }

    private static List<String> arguments(String... settings) {
        List<String> arguments = new ArrayList<>(List.of(settings));
        arguments.addAll(List.of("--host", "127.0.0.1", "--drain-seconds", "1"));
        arguments.addAll(List.of("--mongo-uri", TestMongo.uri(), "--mongo-database", TestMongo.freshDatabase()));
        arguments.addAll(List.of("--redis-uri", TestRedis.uri()));
        return arguments;
    }

    ServerProcess process() {
        return process;
    }

    /** A client with this token in its handshake. */
    SocketClient client(String token) {
        return SocketClient.connect(process.ws("/ws"), bearer(token), List.of());
    }

    /** What a handshake with this token is answered. */
    int handshake(String token) throws IOException {
        try (RawSocket socket = RawSocket.connect("127.0.0.1", process.port())) {
            return socket.handshake("/ws", bearer(token)).status();
        }
    }

    /** A WebSocket that has not said who it is, after the welcome. */
    RawSocket stranger() throws IOException {
        RawSocket socket = RawSocket.connect("127.0.0.1", process.port());
        assertThat(socket.handshake("/ws", Map.of()).status()).isEqualTo(101);
        assertThat(socket.readFrame().text()).contains("\"welcome\"");
        return socket;
    }

    static SentFrame auth(String token) {
        return SentFrame.text("{\"type\":\"auth\",\"id\":\"auth\",\"token\":\"" + token + "\"}");
    }

    static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    @Override
    public void close() {
        process.close();
    }
}
