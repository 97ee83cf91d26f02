package io.seqway.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.embedded.FreePorts;
import io.seqway.server.TestServer;
import io.seqway.server.deployment.Manifests;
import io.seqway.testing.HandshakeRefused;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/metrics.md against a node whose clients do all that the metrics are about. */
class MetricsIT {
    private static final int MANAGEMENT = FreePorts.next();
    private static final URI METRICS = URI.create("http://127.0.0.1:" + MANAGEMENT + "/metrics");
    private static final String ROOM = "team.measured";
    private static final String BODY = "x".repeat(20_000);
    /** Of 20 KB: more than all buffers between a node and a client that does not read. */
    private static final int MANY = 600;

    private static final int CHUNK_BYTES = 1_000;
    private static final String CHUNK_BASE64 = Base64.getEncoder().encodeToString(new byte[CHUNK_BYTES]);

    private static ServerProcess server;
    private static Scrape before;
    private static Scrape lagging;
    private static Scrape after;

    @BeforeAll
    static void putUnderLoad() throws Exception {
        server = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri())
                .and("--management-port", Integer.toString(MANAGEMENT))
                .start();
        before = Scrape.of(METRICS);
        try (SocketClient ann = client("ann");
                SocketClient bob = client("bob")) {
            join(ann);
            join(bob);
            ann.request(send("a1", "durable"));
            ann.request(send("a1", "durable"));
            ann.request(send("a2", "optimistic"));
            bob.await("pending");
            change(ann, bob);
            uploadAndRead(ann);
            assertThat(ann.request(Map.of("type", "nonsense")).path("code").asText())
                    .isEqualTo("unknown-type");
            bob.cut();
            comeBack();
            connectAgainAndAgain();
            lag(ann);
        }
        assertThatThrownBy(() -> SocketClient.connect(server.ws("/ws?access_token=nonsense")))
                .isInstanceOf(HandshakeRefused.class);
        awaitSum("seqway_presence_changes_total", 1); // presence hears of it a moment later
        after = settled();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whatIsDocumentedIsThereAndMovesAsItShould() throws IOException {
        assertThat(Documented.all()).hasSizeGreaterThan(35);
        Documented.all().values().forEach(metric -> {
            assertThat(before.types()).as("from the start").containsEntry(metric.name(), metric.type());
            double now = metric.name().equals("seqway_lagging_sockets")
                    ? lagging.sum(metric.moving())
                    : after.sum(metric.moving());
            switch (metric.underLoad()) {
                case "rises" -> assertThat(now).as(metric.name()).isGreaterThan(before.sum(metric.moving()));
                case "above 0" ->
                    assertThat(metric.name().equals("seqway_connections") ? lagging.sum(metric.moving()) : now)
                            .as(metric.name())
                            .isPositive();
                case "1" -> assertThat(now).as(metric.name()).isEqualTo(1);
                case "0" -> assertThat(now).as(metric.name()).isZero();
                default -> assertThat(metric.underLoad()).as(metric.name()).isEqualTo("any");
            }
        });
    }

    @Test
    void nothingIsThereThatIsNotDocumented() throws IOException {
        Set<String> ours = new HashSet<>(after.types().keySet());
        ours.removeIf(name -> !name.startsWith("seqway_"));
        Documented.all().keySet().forEach(name -> {
            ours.remove(name);
            ours.remove(name + "_max");
        });
        assertThat(ours).isEmpty();
    }

    @Test
    void labelsAreThoseOfTheDocumentAndNameNobody() throws IOException {
        Documented.all().values().forEach(metric -> {
            for (String label :
                    List.of("by", "reason", "what", "code", "status", "result", "change", "kind", "version")) {
                assertThat(after.labelled(metric.moving(), label))
                        .as(metric.name() + " by " + label)
                        .isEqualTo(metric.labels().contains('`' + label + '`'));
            }
        });
        for (String label : after.labels()) {
            assertThat(after.values(label))
                    .as(label)
                    .noneMatch(value -> value.matches(".*\\b(ann|bob|eve|slow|measured)\\b.*"));
        }
        assertThat(after.size())
                .as("as many series of ours as before")
                .isEqualTo(before.size())
                .isLessThan(900);
    }

    @Test
    void whatAClientSaysOfItsWayBackIsCounted() {
        assertThat(after.value("seqway_reconnections_total", "{reason=\"network\"}"))
                .isEqualTo(1);
        assertThat(after.sum("seqway_reconnections_failed_total")).isEqualTo(3);
        assertThat(after.sum("seqway_reconnection_attempts_sum")).isEqualTo(4);
        assertThat(after.sum("seqway_reconnection_down_seconds_sum")).isEqualTo(2.5);
        assertThat(after.value("seqway_resumed_rooms_total", "{status=\"recovered\"}"))
                .isEqualTo(1);
        assertThat(after.sum("seqway_resume_distance_sum")).isEqualTo(4);
    }

    @Test
    void refusalsAndDisconnectionsAreCountedByTheirReason() {
        assertThat(after.value("seqway_refusals_total", "{code=\"unknown-type\",what=\"frame\"}"))
                .isEqualTo(1);
        assertThat(after.value("seqway_refusals_total", "{code=\"unauthenticated\",what=\"handshake\"}"))
                .isEqualTo(1);
        assertThat(after.value("seqway_disconnections_total", "{by=\"network\",reason=\"lost\"}"))
                .isPositive();
        assertThat(after.value("seqway_disconnections_total", "{by=\"client\",reason=\"normal\"}"))
                .isPositive();
        // a message, an edit and a delete
        assertThat(after.sum("seqway_duplicates_total")).isEqualTo(3);
    }

    @Test
    void changesAndChunksAreCountedOnceHoweverOftenTheyAreSaid() {
        assertThat(after.value("seqway_changes_total", "{kind=\"edit\"}")).isEqualTo(1);
        assertThat(after.value("seqway_changes_total", "{kind=\"delete\"}")).isEqualTo(1);
        assertThat(after.sum("seqway_redactions_total")).isEqualTo(1);
        assertThat(after.sum("seqway_receipts_total")).isEqualTo(1);
        assertThat(after.value("seqway_cursor_write_seconds_count", "{result=\"failed\"}"))
                .isZero();
        assertThat(after.value("seqway_chunks_total", "{result=\"stored\"}")).isEqualTo(1);
        assertThat(after.value("seqway_chunks_total", "{result=\"duplicate\"}")).isEqualTo(1);
        assertThat(after.sum("seqway_chunk_bytes_total")).isEqualTo(CHUNK_BYTES);
        assertThat(after.sum("seqway_stream_read_bytes_total")).isEqualTo(CHUNK_BYTES);
        assertThat(after.sum("seqway_chunk_held_bytes")).isZero();
    }

    @Test
    void theyAreNotServedWhereClientsAre() throws Exception {
        assertThatThrownBy(() -> Scrape.of(server.http("/metrics"))).isInstanceOf(AssertionError.class);
    }

    @Test
    void theProbesOfTheManifestsAnswer() throws Exception {
        assertThat(Manifests.probedPaths()).containsExactly("/health", "/health/ready");
        for (String path : Manifests.probedPaths()) {
            assertThat(Scrape.status(METRICS.resolve(path))).as(path).isEqualTo(200);
        }
    }

    /** A receipt, an edit, a delete, until what was deleted is out of the log. */
    private static void change(SocketClient ann, SocketClient bob) throws Exception {
        bob.send(Map.of("type", "receipt", "room", ROOM, "delivered", 2, "read", 1));
        for (String type : List.of("edit", "delete")) {
            Map<String, Object> change = new LinkedHashMap<>();
            change.put("type", type);
            change.put("room", ROOM);
            change.put("clientMsgId", type);
            change.put("target", 1);
            if (type.equals("edit")) {
                change.put("body", "hello again");
            }
            for (int times = 0; times < 2; times++) { // the second is a duplicate
                assertThat(ann.request(change).path("type").asText()).isEqualTo("ack");
            }
        }
        awaitSum("seqway_redactions_total", 1);
        awaitSum("seqway_cursors_written_total", 1);
    }

    private static void uploadAndRead(SocketClient ann) throws Exception {
        for (int times = 0; times < 2; times++) {
            JsonNode ack = ann.request(
                    Map.of("type", "chunk", "stream", "measured", "seq", 0, "last", true, "data", CHUNK_BASE64));
            assertThat(ack.path("type").asText()).isEqualTo("chunk-ack");
        }
        assertThat(Scrape.status(
                        server.http("/api/streams/measured"),
                        "Authorization",
                        "Bearer " + Tokens.token(TestServer.SECRET, "ann")))
                .isEqualTo(200);
    }

    private static void awaitSum(String name, double atLeast) throws Exception {
        long end = System.nanoTime() + SocketClient.LIMIT.toNanos();
        while (Scrape.of(METRICS).sum(name) < atLeast) {
            assertThat(System.nanoTime()).as(name).isLessThan(end);
        }
    }

    private static void comeBack() {
        try (SocketClient bob = client("bob")) {
            JsonNode resumed = bob.request(Map.of(
                    "type", "resume", "rooms", Map.of(ROOM, 0), "attempt", 4, "downMs", 2_500, "reason", "network"));
            assertThat(resumed.path("rooms").path(ROOM).path("missed").asInt()).isEqualTo(4);
        }
    }

    private static void connectAgainAndAgain() {
        for (int i = 0; i < 12; i++) {
            client("eve").close();
        }
        server.awaitOutput("user connects again and again", 1);
    }

    /** Somebody does not read for a while, and then does. */
    private static void lag(SocketClient ann) throws Exception {
        try (SocketClient slow = client("slow")) {
            join(slow);
            slow.stopReading();
            for (int i = 0; i < MANY; i++) {
                ann.send(Map.of("type", "send", "id", "l" + i, "room", ROOM, "clientMsgId", "l" + i, "body", BODY));
            }
            ann.awaitReply("l" + (MANY - 1));
            long end = System.nanoTime() + SocketClient.LIMIT.toNanos();
            do {
                lagging = Scrape.of(METRICS);
                assertThat(System.nanoTime()).as("nobody lags").isLessThan(end);
            } while (lagging.sum("seqway_lagging_sockets") == 0);
        }
    }

    /** When all connections have ended. */
    private static Scrape settled() throws Exception {
        long end = System.nanoTime() + SocketClient.LIMIT.toNanos();
        while (true) {
            Scrape now = Scrape.of(METRICS);
            if (now.sum("seqway_connections") == 0 || System.nanoTime() > end) {
                return now;
            }
        }
    }

    private static SocketClient client(String user) {
        return SocketClient.connect(
                server.ws("/ws"),
                Map.of("Authorization", "Bearer " + Tokens.token(TestServer.SECRET, user)),
                List.of());
    }

    private static void join(SocketClient client) {
        assertThat(client.request(Map.of("type", "join", "room", ROOM))
                        .path("type")
                        .asText())
                .isEqualTo("joined");
    }

    private static Map<String, ?> send(String clientMsgId, String mode) {
        return Map.of("type", "send", "room", ROOM, "clientMsgId", clientMsgId, "mode", mode, "body", "hello");
    }
}
