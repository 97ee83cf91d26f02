package io.seqway.server.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seqway.testing.RawSocket;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server in a process of its own whose log is read. */
final class LoggedServer implements AutoCloseable {
    static final String SECRET = "the-secret-of-a-logged-server-of-32-bytes-or-more";

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerProcess process;

    private LoggedServer(ServerProcess process) {
        this.process = process;
    }

    /** One that says all it has to say. */
    static LoggedServer talkative(String format, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(settings));
        arguments.addAll(List.of("--log-format", format, "--log-level", "debug"));
        return with(arguments);
    }

    /** One that says what operators are told unless they ask for more. */
    static LoggedServer usual(String format, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(settings));
        arguments.addAll(List.of("--log-format", format));
        return with(arguments);
    }

    private static LoggedServer with(List<String> arguments) {
        arguments.addAll(List.of("--host", "127.0.0.1", "--drain-seconds", "1", "--room-access", "open"));
        arguments.addAll(List.of("--jwt-secret", SECRET, "--redis-uri", TestRedis.uri()));
        arguments.addAll(List.of("--mongo-uri", TestMongo.uri(), "--mongo-database", TestMongo.freshDatabase()));
        return new LoggedServer(ServerProcess.start(arguments, Map.of()));
    }

    ServerProcess process() {
        return process;
    }

    RawSocket tcp() throws IOException {
        return RawSocket.connect("127.0.0.1", process.port());
    }

    SocketClient client(String token) {
        return SocketClient.connect(process.ws("/ws"), Map.of("Authorization", "Bearer " + token), List.of());
    }

    /** The lines of its log so far, without one that it is just writing. */
    List<String> text() {
        String output = process.output();
        return output.substring(0, output.lastIndexOf('\n') + 1).lines().toList();
    }

    /** The same, which must be JSON. */
    List<JsonNode> lines() {
        return text().stream().map(LoggedServer::parsed).toList();
    }

    /** The lines with this message, in JSON. */
    List<JsonNode> lines(String message) {
        return lines().stream()
                .filter(line -> line.path("message").asText().equals(message))
                .toList();
    }

    /** The lines with this message, once there are so many; in JSON. */
    List<JsonNode> awaitLines(String message, int count) {
        process.awaitOutput("\"message\":\"" + message + '"', count, LIMIT);
        return lines(message);
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not a line of JSON: " + line, e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
