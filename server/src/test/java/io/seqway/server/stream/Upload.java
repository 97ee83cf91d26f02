package io.seqway.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
import io.seqway.testing.SocketClient;
import io.seqway.testing.Tokens;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;

/** A client that uploads a stream, and comes back as often as its connection ends: with what is missing. */
final class Upload {
    /** So much that a frame with it and its header is not beyond the limit. */
    static final int CHUNK_BYTES = 1024 * 1024 - 1024;

    private static final int WINDOW = 4;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final String user;
    private final String stream;
    private final int chunks;
    private int connections;

    Upload(String user, String stream, int chunks) {
        this.user = user;
        this.stream = stream;
        this.chunks = chunks;
    }

    /** What a chunk has: always the same. */
    static byte[] payload(int seq) {
        byte[] payload = new byte[CHUNK_BYTES];
        new Random(seq).nextBytes(payload);
        return payload;
    }

    /** The digest of all chunks together. */
    static String digest(int chunks) {
        MessageDigest digest = sha256();
        for (int seq = 0; seq < chunks; seq++) {
            digest.update(payload(seq));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    int connections() {
        return connections;
    }

    /** Uploads all of it through this address. */
    void run(URI address) {
        long end = System.nanoTime() + Duration.ofMinutes(10).toNanos();
        while (!whole(address)) {
            assertThat(System.nanoTime())
                    .as("%d connections were made", connections)
                    .isLessThan(end);
        }
    }

    /** Whether all of it is there; if not, the connection has ended. */
    private boolean whole(URI address) {
        connections++;
        SocketClient client = null;
        try {
            client = SocketClient.connect(
                    address, Map.of("Authorization", "Bearer " + Tokens.token(TestServer.SECRET, user)), List.of());
            return send(client);
        } catch (AssertionError | CompletionException | IllegalStateException ended) {
            if (client != null && !client.endsWithin(Duration.ofSeconds(1))) {
                throw ended;
            }
            return false;
        } finally {
            if (client != null) {
                client.cut();
            }
        }
    }

    private boolean send(SocketClient client) {
        Deque<String> unanswered = new ArrayDeque<>();
        while (true) {
            JsonNode missing = client.request(Map.of("type", "missing", "stream", stream, "upTo", chunks - 1));
            if (missing.path("complete").asBoolean()) {
                return true;
            }
            for (JsonNode seq : missing.path("missing")) {
                unanswered.add(sendOne(client, seq.asInt()));
                if (unanswered.size() >= WINDOW) {
                    awaitAck(client, unanswered.poll());
                }
            }
            while (!unanswered.isEmpty()) {
                awaitAck(client, unanswered.poll());
            }
        }
    }

    private String sendOne(SocketClient client, int seq) {
        String id = StreamNodes.fresh("chunk");
        client.sendBinary(StreamNodes.binary(
                Map.of("type", "chunk", "id", id, "stream", stream, "seq", seq, "last", seq == chunks - 1),
                payload(seq)));
        return id;
    }

    private static void awaitAck(SocketClient client, String id) {
        JsonNode answer = client.await(frame -> frame.path("id").asText().equals(id), LIMIT);
        if (!answer.path("type").asText().equals("chunk-ack")
                && !answer.path("retryable").asBoolean()) {
            throw new AssertionError("not stored: " + answer);
        }
    }
}
