package io.seqway.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Asks the API of a node, and holds every answer against the document. */
final class ApiServer implements AutoCloseable {
    /** Of pages that may use it. */
    static final String PAGE = "https://app.example";

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicLong NAMES = new AtomicLong();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    private static ApiServer shared;

    private final ServerProcess process;

    ApiServer(ServerProcess process) {
        this.process = process;
    }

    /** One whose rooms are entered by token only, with the limits of the protocol, for all tests of this JVM. */
    static synchronized ApiServer shared() {
        if (shared == null) {
            shared = start(TestMongo.uri(), "--allowed-origins", PAGE);
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "end of the server of the API"));
        }
        return shared;
    }

    /** One of a test's own, whose rooms are entered by token only. */
    static ApiServer start(String mongoUri, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(settings));
        arguments.addAll(List.of("--mongo-uri", mongoUri, "--mongo-database", TestMongo.freshDatabase()));
        arguments.addAll(List.of("--redis-uri", TestRedis.uri(), "--jwt-secret", TestServer.SECRET));
        arguments.addAll(List.of("--host", "127.0.0.1", "--room-access", "members", "--drain-seconds", "1"));
        return new ApiServer(ServerProcess.start(arguments, Map.of()));
    }

    /** A name that no other test uses. */
    static String fresh(String prefix) {
        return prefix + '-' + NAMES.incrementAndGet();
    }

    /** A token that opens all rooms. */
    static String user(String name) {
        return Tokens.token(TestServer.SECRET, name, Map.of("rooms", List.of("*")), Duration.ofHours(1));
    }

    /** A token of a backend. */
    static String service() {
        return Tokens.token(TestServer.SECRET, "backend", Map.of("role", "service"), Duration.ofHours(1));
    }

    static String messages(String room) {
        return "/api/rooms/" + room + "/messages";
    }

    /** A message to be sent. */
    static String message(String clientMsgId, Object body) {
        return json(Map.of("clientMsgId", clientMsgId, "body", body));
    }

    static String json(Map<String, ?> members) {
        try {
            return JSON.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    ServerProcess process() {
        return process;
    }

    Answer get(String path, String token) {
        return ask("GET", path, Map.of("Authorization", "Bearer " + token), "");
    }

    Answer post(String path, String token, String content) {
        return ask("POST", path, Map.of("Authorization", "Bearer " + token), content);
    }

    /** Asks with these headers; with a content, {@code Content-Type} is there unless another one is given. */
    Answer ask(String method, String path, Map<String, String> headers, String content) {
        return askLater(method, path, headers, content).join();
    }

    CompletableFuture<Answer> askLater(String method, String path, Map<String, String> headers, String content) {
        HttpRequest.Builder request = HttpRequest.newBuilder(process.http(path))
                .timeout(LIMIT)
                .method(method, content.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(content));
        if (!content.isEmpty()) {
            request.setHeader("Content-Type", "application/json");
        }
        headers.forEach(request::setHeader);
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(response -> {
            DocumentCheck.check(method, path, response);
            return new Answer(response);
        });
    }

    @Override
    public void close() {
        process.close();
    }

    /** A WebSocket of the user of this token. */
    SocketClient socket(String token) {
        return SocketClient.connect(process.ws("/ws"), Map.of("Authorization", "Bearer " + token), List.of());
    }

    /** A WebSocket that has joined a room. */
    SocketClient socket(String token, String room) {
        SocketClient socket = socket(token);
        socket.request(Map.of("type", "join", "room", room));
        return socket;
    }
}
