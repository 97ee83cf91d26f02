package io.seqway.server.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.seqway.server.api.DocumentCheck;
import io.seqway.testing.Await;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Somebody at one node: a connection, where one is opened, whose frames are held against the schemas, and requests over
 * HTTP, whose answers are held against openapi.yaml.
 */
final class Person implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    private final ServerProcess node;
    private final String user;
    private final String token;
    private SocketClient socket;
    private int before;
    private int frames;
    private final Set<String> unanswered = new HashSet<>();
    private List<Answer> answers = List.of();
    private Runnable last = () -> {};

    /** @param token may be {@code null} for none */
    Person(ServerProcess node, String user, String token) {
        this.node = node;
        this.user = user;
        this.token = token;
    }

    /** Connects, and waits for the welcome. */
    void connect() {
        socket = SocketClient.connect(node.ws("/ws"), Map.of("Authorization", "Bearer " + token), List.of());
        socket.await("welcome");
    }

    void join(String room) {
        JsonNode joined = socket.request(Map.of("type", "join", "room", room, "presence", false));
        if (!joined.path("type").asText().equals("joined")) {
            throw new AssertionError(joined);
        }
    }

    /** What has come so far is not heard any more. */
    void listen() {
        before = socket == null ? 0 : socket.received().size();
    }

    /** Says a frame so often, each time with an {@code id} of its own. */
    void say(ObjectNode frame, int times) {
        unanswered.clear();
        answers = List.of();
        last = () -> say(frame, times);
        for (int i = 0; i < times; i++) {
            String id = "said-" + ++frames;
            unanswered.add(id);
            socket.send(frame.deepCopy().put("id", id));
        }
    }

    /** Asks so often at once, and waits for the answers. */
    void ask(Request request, int times) {
        unanswered.clear();
        last = () -> ask(request, times);
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            asked.add(HTTP.sendAsync(built(request), BodyHandlers.ofString()));
        }
        answers = asked.stream().map(answer -> answer(request, answer.join())).toList();
    }

    /** The same once more. */
    void again() {
        last.run();
    }

    private HttpRequest built(Request request) {
        HttpRequest.Builder built = HttpRequest.newBuilder(node.http(request.path()))
                .timeout(LIMIT)
                .method(
                        request.method(),
                        request.content() == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(request.content().toString()));
        if (request.content() != null) {
            built.setHeader("Content-Type", "application/json");
        }
        if (token != null) {
            built.setHeader("Authorization", "Bearer " + token);
        }
        return built.build();
    }

    private static Answer answer(Request request, HttpResponse<String> response) {
        boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
        if (json) {
            DocumentCheck.check(request.method(), request.path(), response);
        }
        return new Answer(response.statusCode(), json ? read(response.body()) : TextNode.valueOf(response.body()));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answers to what was said or asked last, each of them. */
    List<Answer> answers() {
        return unanswered.isEmpty()
                ? answers
                : unanswered.stream()
                        .map(id -> new Answer(0, socket.awaitReply(id)))
                        .toList();
    }

    /** Of these answers the first one that is wanted; if none is, any. */
    Answer answer(Predicate<Answer> wanted) {
        if (unanswered.size() > 1) {
            return new Answer(
                    0,
                    socket.await(frame ->
                            unanswered.contains(frame.path("id").asText()) && wanted.test(new Answer(0, frame))));
        }
        return answers().stream().filter(wanted).findFirst().orElseGet(() -> answers()
                .get(0));
    }

    /** Waits for a frame that was not asked for. */
    void hear(Predicate<JsonNode> wanted) {
        socket.awaitAfter(before, frame -> !frame.has("id") && wanted.test(frame), SocketClient.LIMIT);
    }

    /** Has heard just so many of them, once as many are there. */
    void heardExactly(int times, Predicate<JsonNode> wanted) {
        Await.until(user + " hears " + times + " of them", SocketClient.LIMIT, () -> heard(wanted) >= times);
        long heard = heard(wanted);
        if (heard != times) {
            throw new AssertionError(user + " has heard " + heard + " of them: " + socket.received());
        }
    }

    private long heard(Predicate<JsonNode> wanted) {
        return socket.received().stream().skip(before).filter(wanted).count();
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.cut();
        }
    }
}
