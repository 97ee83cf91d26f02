package io.seqway.server.stream;

import static io.seqway.server.stream.StreamNodes.assertAck;
import static io.seqway.server.stream.StreamNodes.assertError;
import static io.seqway.server.stream.StreamNodes.binary;
import static io.seqway.server.stream.StreamNodes.fresh;
import static io.seqway.server.stream.StreamNodes.json;
import static io.seqway.server.stream.StreamNodes.missing;
import static io.seqway.server.stream.StreamNodes.put;
import static io.seqway.server.stream.StreamNodes.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.testing.SocketClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Streams as clients see them: each case through the other node, too. */
class StreamIT {
    private static final int MAX_CHUNK = 64 * 1024;

    private static StreamNodes nodes;

    private final String user = fresh("user");
    private final String stream = fresh("stream");

    @BeforeAll
    static void start() {
        nodes = StreamNodes.start(
                "--max-chunk-bytes=" + MAX_CHUNK,
                "--max-streams-per-user=2",
                "--max-stream-bytes=100000",
                "--max-user-stream-bytes=150000",
                "--max-stream-gap=10");
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> get(int node, String path) {
        return nodes.ask(node, "GET", "/api/streams/" + stream + path, token(user, Map.of()));
    }

    @Test
    void aChunkIsStoredWhicheverWayItComesAndReadThroughEachNode() {
        byte[] all = new byte[MAX_CHUNK - 200];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i * 31);
        }
        try (SocketClient here = nodes.connect(0, user);
                SocketClient there = nodes.connect(1, user)) {
            assertAck(put(here, stream, 0, all, Map.of("contentType", "image/png")), false, all.length);
            JsonNode text = there.request(Map.of(
                    "type",
                    "chunk",
                    "stream",
                    stream,
                    "seq",
                    1,
                    "last",
                    true,
                    "data",
                    Base64.getEncoder().encodeToString(bytes("the end")),
                    "meta",
                    Map.of("name", "ä\u2028")));
            assertAck(text, false, 7);
            for (SocketClient client : List.of(here, there)) {
                JsonNode state = missing(client, stream);
                assertThat(state.path("missing")).isEmpty();
                assertThat(state.path("maxSeq").asInt()).isEqualTo(1);
                assertThat(state.path("total").asInt()).isEqualTo(2);
                assertThat(state.path("complete").asBoolean()).isTrue();
            }
        }
        byte[] whole = Arrays.copyOf(all, all.length + 7);
        System.arraycopy(bytes("the end"), 0, whole, all.length, 7);
        for (int node : new int[] {0, 1}) {
            HttpResponse<byte[]> answer = get(node, "");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(whole);
            assertThat(answer.headers().map())
                    .containsEntry("seqway-complete", List.of("true"))
                    .containsEntry("content-type", List.of("image/png"))
                    .containsEntry("x-content-type-options", List.of("nosniff"))
                    .containsEntry("content-disposition", List.of("attachment; filename=\"" + stream + "\""))
                    .containsEntry("content-security-policy", List.of("sandbox; default-src 'none'"));
            HttpResponse<byte[]> chunk = get(node, "/chunks/1");
            assertThat(chunk.body()).isEqualTo(bytes("the end"));
            assertThat(chunk.headers().firstValue("content-type")).hasValue("application/octet-stream");
            assertThat(chunk.headers().firstValue("seqway-meta")).hasValue("{\"name\":\"\\u00e4\\u2028\"}");
        }
    }

    @Test
    void aRepeatIsADuplicateAndOtherBytesAreAConflict() {
        try (SocketClient here = nodes.connect(0, user);
                SocketClient there = nodes.connect(1, user)) {
            assertAck(put(here, stream, 0, bytes("one")), false, 3);
            for (SocketClient client : List.of(here, there)) {
                assertAck(put(client, stream, 0, bytes("one")), true, 3);
                JsonNode conflict = put(client, stream, 0, bytes("two"));
                assertError(conflict, "chunk-conflict", null);
                assertThat(conflict.path("stream").asText()).isEqualTo(stream);
                assertThat(conflict.path("seq").asInt()).isZero();
                assertThat(missing(client, stream).path("total").asInt()).isEqualTo(1);
            }
        }
    }

    @Test
    void threeTimesAtOnceThroughTwoNodesIsStoredOnce() {
        try (SocketClient one = nodes.connect(0, user);
                SocketClient two = nodes.connect(1, user);
                SocketClient three = nodes.connect(1, user)) {
            for (int seq = 0; seq < 10; seq++) {
                int chunk = seq;
                List<CompletableFuture<JsonNode>> answers = List.of(one, two, three).stream()
                        .map(client ->
                                CompletableFuture.supplyAsync(() -> put(client, stream, chunk, bytes("c" + chunk))))
                        .toList();
                assertThat(answers.stream().map(CompletableFuture::join))
                        .allSatisfy(answer ->
                                assertThat(answer.path("type").asText()).isEqualTo("chunk-ack"));
                assertThat(answers.stream()
                                .filter(answer ->
                                        !answer.join().path("duplicate").asBoolean()))
                        .as("%s", answers)
                        .hasSize(1);
            }
            assertThat(missing(two, stream).path("total").asInt()).isEqualTo(10);
        }
        assertThat(get(0, "").headers().firstValue("content-length")).hasValue("20");
    }

    @Test
    void aStreamIsForNobodyElseButServices() {
        String other = fresh("user");
        try (SocketClient mine = nodes.connect(0, user);
                SocketClient theirs = nodes.connect(1, other)) {
            put(mine, stream, 0, bytes("mine"));
            assertThat(missing(theirs, stream).path("total").asInt()).isZero();
            assertAck(put(theirs, stream, 0, bytes("theirs")), false, 6);
        }
        String path = "/api/streams/" + stream;
        for (int node : new int[] {0, 1}) {
            assertThat(nodes.ask(node, "GET", path, token(user, Map.of())).body())
                    .isEqualTo(bytes("mine"));
            assertThat(nodes.ask(node, "GET", path + "?sender=" + user, token(other, Map.of()))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(nodes.ask(node, "GET", path + "?sender=" + user, token("backend", Map.of("role", "service")))
                            .body())
                    .isEqualTo(bytes("mine"));
            assertThat(nodes.ask(node, "GET", path, token(fresh("user"), Map.of()))
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(nodes.ask(1, "DELETE", path + "?sender=" + user, token(other, Map.of()))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void eachLimitIsNamed() {
        byte[] large = new byte[50_000];
        for (int node : new int[] {0, 1}) {
            String owner = fresh("user");
            try (SocketClient client = nodes.connect(node, owner)) {
                assertError(put(client, "a", 11, bytes("x")), "limit-exceeded", "max-stream-gap=10");
                assertAck(put(client, "a", 0, large), false, large.length);
                assertAck(put(client, "a", 1, large), false, large.length);
                assertError(put(client, "a", 2, bytes("x")), "limit-exceeded", "max-stream-bytes=100000");
                assertAck(put(client, "b", 0, large), false, large.length);
                assertError(put(client, "b", 1, bytes("x")), "limit-exceeded", "max-user-stream-bytes=150000");
                assertError(put(client, "c", 0, bytes("x")), "limit-exceeded", "max-streams-per-user=2");
                JsonNode meta = put(client, "b", 1, bytes(""), Map.of("meta", "x".repeat(1_023)));
                assertError(meta, "too-large", "meta=1024");
                client.sendBinary(new byte[MAX_CHUNK + 1]);
                assertThat(client.awaitClose().code()).isEqualTo(1009);
                assertThat(client.awaitClose().reason()).isEqualTo("max-chunk-bytes=" + MAX_CHUNK);
            }
        }
    }

    @Test
    void whatIsMalformedIsAnErrorThatNamesTheFieldAndTheConnectionStays() {
        for (int node : new int[] {0, 1}) {
            try (SocketClient client = nodes.connect(node, user)) {
                Map<byte[], String> wrong = Map.of(
                        new byte[0],
                        "header length",
                        new byte[] {0, 9, '{', '}'},
                        "header length must be at most 2",
                        new byte[] {0, 2, '[', ']'},
                        "header must be one JSON object",
                        binary(Map.of("type", "ping"), new byte[0]),
                        "type must be chunk",
                        binary(Map.of("type", "chunk", "stream", "a/b", "seq", 0), new byte[0]),
                        "stream must be",
                        binary(Map.of("type", "chunk", "stream", "s", "seq", "0"), new byte[0]),
                        "seq must be");
                wrong.forEach((frame, message) -> {
                    int seen = client.received().size();
                    client.sendBinary(frame);
                    JsonNode error =
                            client.awaitAfter(seen, f -> f.path("type").asText().equals("error"), SocketClient.LIMIT);
                    assertError(error, "bad-request", null);
                    assertThat(error.path("message").asText()).contains(message);
                });
                assertThat(client.request(Map.of("type", "ping")).path("type").asText())
                        .isEqualTo("pong");
            }
        }
    }

    @Test
    void aBinaryFrameNeedsAToken() {
        SocketClient stranger = SocketClient.connect(nodes.node(0).ws("/ws"));
        stranger.sendBinary(binary(Map.of("type", "chunk", "id", "x", "stream", stream, "seq", 0), bytes("x")));
        assertError(stranger.awaitReply("x"), "unauthenticated", null);
        stranger.close();
    }

    @Test
    void whileChunksAreMissingTheyAreNamedInsteadOfTheStream() {
        try (SocketClient client = nodes.connect(0, user)) {
            put(client, stream, 0, bytes("a"));
            put(client, stream, 3, bytes("d"), Map.of("last", true));
            for (int node : new int[] {0, 1}) {
                HttpResponse<byte[]> answer = get(node, "");
                assertThat(answer.statusCode()).isEqualTo(409);
                assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
                assertThat(json(answer).path("title").asText()).isEqualTo("chunks-missing");
                assertThat(json(answer).path("missing").toString()).isEqualTo("[1,2]");
                assertThat(json(get(node, "/missing")).path("missing").toString())
                        .isEqualTo("[1,2]");
                assertThat(json(get(node, "/missing?upTo=1")).path("missing").toString())
                        .isEqualTo("[1]");
                assertThat(get(node, "/chunks/1").statusCode()).isEqualTo(404);
                assertThat(get(node, "/chunks/10000000").statusCode()).isEqualTo(400);
            }
            assertError(put(client, stream, 4, bytes("e")), "chunk-conflict", null);
            assertError(put(client, stream, 2, bytes("c"), Map.of("last", true)), "chunk-conflict", null);
            put(client, stream, 1, bytes("b"));
            put(client, stream, 2, bytes("c"));
        }
        assertThat(get(1, "").body()).isEqualTo(bytes("abcd"));
    }

    @Test
    void withoutAnEndItIsNotKnownWhetherAStreamIsWhole() {
        try (SocketClient client = nodes.connect(0, user)) {
            put(client, stream, 0, bytes("a"));
        }
        assertThat(get(1, "").headers().firstValue("seqway-complete")).hasValue("unknown");
        assertThat(get(1, "").headers().firstValue("content-type")).hasValue("application/octet-stream");
    }

    @Test
    void aStreamThatIsRemovedIsGoneOnEveryNodeAndItsNameIsFree() {
        String path = "/api/streams/" + stream;
        try (SocketClient client = nodes.connect(0, user)) {
            put(client, stream, 0, bytes("old"));
            assertThat(nodes.ask(1, "DELETE", path, token(user, Map.of())).statusCode())
                    .isEqualTo(204);
            assertThat(get(0, "").statusCode()).isEqualTo(404);
            assertThat(nodes.ask(0, "DELETE", path, token(user, Map.of())).statusCode())
                    .isEqualTo(404);
            assertAck(put(client, stream, 0, bytes("new")), false, 3);
        }
        assertThat(get(1, "").body()).isEqualTo(bytes("new"));
    }

    @Test
    void manyChunksAtOnceAreAllAnsweredAndMessagesBetweenThem() {
        try (SocketClient client = nodes.connect(0, user);
                SocketClient other = nodes.connect(0, fresh("user"))) {
            other.request(Map.of("type", "join", "room", "busy"));
            byte[] payload = new byte[9_000];
            IntStream.range(0, 10)
                    .forEach(seq -> client.sendBinary(
                            binary(Map.of("type", "chunk", "id", "c" + seq, "stream", stream, "seq", seq), payload)));
            JsonNode ack = other.request(
                    Map.of("type", "send", "room", "busy", "clientMsgId", fresh("m"), "body", "not delayed"));
            assertThat(ack.path("type").asText()).isEqualTo("ack");
            IntStream.range(0, 10).forEach(seq -> assertAck(client.awaitReply("c" + seq), false, payload.length));
        }
    }
}
