package io.seqway.server.stream;

import static io.seqway.server.stream.StreamNodes.fresh;
import static io.seqway.server.stream.StreamNodes.put;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
import io.seqway.testing.FaultProxy;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestDatabase;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A stream is uploaded through a connection that is cut again and again, and comes back as it was; the servers do not hold
 * it. Short as it stands; {@code -Dseqway.upload.mib=200 -Dseqway.upload.cut-ms=5000} is what docs/measured.md tells of.
 */
class UploadThroughCutsIT {
    private static final int CHUNKS = Integer.getInteger("seqway.upload.mib", 12);
    private static final int CUT_MS = Integer.getInteger("seqway.upload.cut-ms", 700);
    private static final long MAX_GROWTH_KIB = 48 * 1024;

    private final String user = fresh("user");
    private final String stream = fresh("stream");

    @Test
    void itComesBackAsItWasAndTheServersDoNotGrow() throws Exception {
        String name = TestMongo.freshDatabase();
        TestServer server = TestServer.on(TestMongo.uri(), name, TestRedis.uri());
        try (TestServer.Cluster cluster = server.startCluster(List.of("all", "all"), ServerMemory.COUNTED);
                FaultProxy proxy =
                        FaultProxy.before("127.0.0.1", cluster.nodes().get(0).port());
                TestDatabase database = new TestDatabase(name)) {
            StreamNodes nodes = StreamNodes.of(cluster);
            warmUp(nodes);
            List<ServerMemory> before = nodes.memory();
            long written = database.count("chunks");
            sendThreeTimesAtOnce(nodes);
            assertThat(database.count("chunks")).isEqualTo(written + 1);
            Upload upload = new Upload(user, stream, CHUNKS);
            long[] most = new long[2];
            ScheduledExecutorService cutter = Executors.newSingleThreadScheduledExecutor();
            try (Bystander bystander = new Bystander(nodes)) {
                cutter.scheduleWithFixedDelay(
                        () -> {
                            proxy.refuse();
                            proxy.pass();
                            note(most, before, nodes.memory());
                        },
                        CUT_MS,
                        CUT_MS,
                        TimeUnit.MILLISECONDS);
                upload.run(URI.create("ws://127.0.0.1:" + proxy.port() + "/ws"));
                System.out.printf(
                        "%d MiB in %d connections; acks of a bystander in ms: %s%n",
                        CHUNKS, upload.connections(), bystander.latencies());
            } finally {
                cutter.shutdown();
                assertThat(cutter.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(upload.connections()).isGreaterThan(1);
            assertThat(database.count("chunks")).isEqualTo(written + CHUNKS);
            assertThat(download(nodes)).isEqualTo(Upload.digest(CHUNKS));
            note(most, before, nodes.memory());
            System.out.printf("KiB by which the nodes had grown at the most: %d and %d%n", most[0], most[1]);
            assertThat(Arrays.stream(most).max().orElseThrow()).isLessThan(MAX_GROWTH_KIB);
        }
    }

    /** Classes, connections and pools are there before anything is counted. */
    private void warmUp(StreamNodes nodes) {
        for (int node = 0; node < 2; node++) {
            try (SocketClient client = nodes.connect(node, fresh("user"))) {
                for (int seq = 0; seq < 4; seq++) {
                    put(client, "warm", seq, Upload.payload(seq));
                }
            }
        }
    }

    private void sendThreeTimesAtOnce(StreamNodes nodes) {
        try (SocketClient one = nodes.connect(0, user);
                SocketClient two = nodes.connect(1, user);
                SocketClient three = nodes.connect(1, user)) {
            List<CompletableFuture<JsonNode>> answers = List.of(one, two, three).stream()
                    .map(client -> CompletableFuture.supplyAsync(() -> put(client, stream, 0, Upload.payload(0))))
                    .toList();
            List<JsonNode> said = answers.stream().map(CompletableFuture::join).toList();
            assertThat(said).allMatch(answer -> answer.path("type").asText().equals("chunk-ack"));
            assertThat(said.stream().filter(answer -> !answer.path("duplicate").asBoolean()))
                    .as("%s", said)
                    .hasSize(1);
        }
    }

    private static void note(long[] most, List<ServerMemory> before, List<ServerMemory> now) {
        for (int node = 0; node < most.length; node++) {
            most[node] =
                    Math.max(most[node], now.get(node).sum() - before.get(node).sum());
        }
    }

    private String download(StreamNodes nodes) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(nodes.node(1).http("/api/streams/" + stream))
                .header("Authorization", "Bearer " + StreamNodes.token(user, Map.of()))
                .build();
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("seqway-complete")).hasValue("true");
        MessageDigest digest = Upload.sha256();
        try (InputStream content = response.body()) {
            byte[] buffer = new byte[64 * 1024];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
