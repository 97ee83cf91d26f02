package io.seqway.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Two nodes on one database, whose users keep little in streams. */
final class StreamNodes implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicLong NAMES = new AtomicLong();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    private final TestServer.Cluster cluster;

    private StreamNodes(TestServer.Cluster cluster) {
        this.cluster = cluster;
    }

    static StreamNodes start(String... settings) {
        return new StreamNodes(TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri())
                .and(settings)
                .startCluster(List.of("all", "all")));
    }

    static StreamNodes of(TestServer.Cluster cluster) {
        return new StreamNodes(cluster);
    }

    /** What each node holds now. */
    List<ServerMemory> memory() {
        return cluster.nodes().stream().map(ServerMemory::of).toList();
    }

    /** A name that no other test uses. */
    static String fresh(String prefix) {
        return prefix + '-' + NAMES.incrementAndGet();
    }

    ServerProcess node(int index) {
        return cluster.nodes().get(index);
    }

    /** A connection of a user to a node. */
    SocketClient connect(int node, String user) {
        return SocketClient.connect(
                node(node).ws("/ws"), Map.of("Authorization", "Bearer " + token(user, Map.of())), List.of());
    }

    static String token(String user, Map<String, ?> claims) {
        return Tokens.token(TestServer.SECRET, user, claims, Duration.ofHours(1));
    }

    /** A binary frame. */
    static byte[] binary(Map<String, ?> header, byte[] payload) {
        try {
            byte[] json = JSON.writeValueAsBytes(header);
            ByteArrayOutputStream frame = new ByteArrayOutputStream(2 + json.length + payload.length);
            frame.write(json.length >> Byte.SIZE);
            frame.write(json.length);
            frame.writeBytes(json);
            frame.writeBytes(payload);
            return frame.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a chunk as a binary frame, and waits for its answer. */
    static JsonNode put(SocketClient client, String stream, int seq, byte[] payload, Map<String, ?> more) {
        String id = fresh("put");
        Map<String, Object> header = new LinkedHashMap<>(more);
        header.putAll(Map.of("type", "chunk", "id", id, "stream", stream, "seq", seq));
        client.sendBinary(binary(header, payload));
        return client.awaitReply(id);
    }

    static JsonNode put(SocketClient client, String stream, int seq, byte[] payload) {
        return put(client, stream, seq, payload, Map.of());
    }

    static JsonNode missing(SocketClient client, String stream) {
        return client.request(Map.of("type", "missing", "stream", stream));
    }

    HttpResponse<byte[]> ask(int node, String method, String path, String token) {
        HttpRequest request = HttpRequest.newBuilder(node(node).http(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<byte[]> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void assertAck(JsonNode answer, boolean duplicate, int size) {
        assertThat(answer.path("type").asText()).as("%s", answer).isEqualTo("chunk-ack");
        assertThat(answer.path("duplicate").asBoolean()).as("%s", answer).isEqualTo(duplicate);
        assertThat(answer.path("size").asInt()).isEqualTo(size);
    }

    static void assertError(JsonNode answer, String code, String limit) {
        assertThat(answer.path("type").asText()).as("%s", answer).isEqualTo("error");
        assertThat(answer.path("code").asText()).as("%s", answer).isEqualTo(code);
        assertThat(answer.path("limit").asText(null)).as("%s", answer).isEqualTo(limit);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
