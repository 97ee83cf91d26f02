package io.seqway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.testing.Await;
import io.seqway.testing.TestMongo;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as its user sees it: what it prints, and with what code it ends. */
class CommandIT {
    private static final Pattern READY = Pattern.compile("Seqway is ready: http://localhost:(\\d+)/");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private static void assertEndsWithOneLine(SeqwayProcess seqway, int code, String line) throws Exception {
        assertThat(seqway.awaitExit()).isEqualTo(code);
        assertThat(seqway.errors()).singleElement().asString().startsWith("seqway: " + line);
    }

    @Test
    void aDevelopmentNodeServesUntilItIsAskedToEndAndEndsWithZero() throws Exception {
        try (SeqwayProcess seqway = SeqwayProcess.start("--dev", "--port=0", "--data-dir=" + folder)) {
            Matcher ready = READY.matcher(seqway.awaitLine("Seqway is ready"));
            assertThat(ready.matches()).isTrue();
            seqway.awaitLine("Development only");

            String health = "http://127.0.0.1:" + ready.group(1) + "/health/ready";
            assertThat(ask(health).statusCode()).isEqualTo(200);
            // presence, which nothing waits for, may come a moment later
            Await.until("the node is not degraded", PATIENCE, () -> status(ask(health))
                    .equals("ready"));

            seqway.terminate();

            seqway.awaitLine("stopping: the process was asked to end");
            assertThat(seqway.awaitLine("stopped after")).endsWith(" ms");
            assertThat(seqway.awaitExit()).isZero();
            assertThat(seqway.errors()).isEmpty();
        }
    }

    private static HttpResponse<String> ask(String address) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(address, e);
        }
    }

    private static String status(HttpResponse<String> health) {
        return new JsonObject(health.body()).getString("status");
    }

    @Test
    void aNodeThatIsAskedToEndWhileItStartsEndsWithoutAComplaint() throws Exception {
        try (SeqwayProcess seqway = SeqwayProcess.start("--dev", "--port=0", "--data-dir=" + folder)) {
            seqway.awaitLine("partitions are this node's");

            seqway.terminate();

            seqway.awaitLine("stopped after");
            assertThat(seqway.awaitExit()).isZero();
            assertThat(seqway.errors()).isEmpty();
            assertThat(seqway.output()).noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
        }
    }

    @Test
    void aReplicaSetOfAnotherNameIsNamed() throws Exception {
        String uri = "mongodb://" + URI.create(TestMongo.uri()).getRawAuthority()
                + "/?replicaSet=elsewhere&serverSelectionTimeoutMS=1000";
        try (SeqwayProcess seqway = SeqwayProcess.start(
                "--dev", "--port=0", "--roles=gateway,message-store", "--mongo-uri=" + uri, "--data-dir=" + folder)) {
            assertThat(seqway.awaitExit()).isOne();
            assertThat(seqway.errors()).singleElement().asString().contains("no primary of a replica set 'elsewhere'");
        }
    }

    @Test
    void aFolderServesOneProcessAtATime() throws Exception {
        try (SeqwayProcess first = SeqwayProcess.start("--dev", "--port=0", "--data-dir=" + folder)) {
            first.awaitLine("Development only");
            try (SeqwayProcess second = SeqwayProcess.start("--dev", "--port=0", "--data-dir=" + folder)) {
                assertEndsWithOneLine(second, 1, "Data folder " + folder + " is in use");
            }
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        try (SeqwayProcess seqway = SeqwayProcess.start("--dev", "--port=0", "--data-dir=" + file)) {
            assertEndsWithOneLine(seqway, 1, "Data folder " + file);
        }
    }

    @Test
    void aPortInUseIsNamedWithItsFlag() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SeqwayProcess seqway =
                        SeqwayProcess.start("--dev", "--port=" + taken.getLocalPort(), "--data-dir=" + folder)) {
            assertEndsWithOneLine(
                    seqway,
                    1,
                    "port " + taken.getLocalPort() + " is in use by another process; stop it or give another port"
                            + " (--port)");
        }
    }

    @Test
    void aMongoDbThatDoesNotAnswerIsNamedWithoutItsPassword() throws Exception {
        String uri = "mongodb://me:hunter2@127.0.0.1:1/?serverSelectionTimeoutMS=500";
        try (SeqwayProcess seqway = SeqwayProcess.start(
                "--dev", "--port=0", "--roles=gateway,message-store", "--mongo-uri=" + uri, "--data-dir=" + folder)) {
            assertEndsWithOneLine(
                    seqway, 1, "MongoDB does not answer at mongodb://127.0.0.1:1; start it or give its address");
        }
    }

    @Test
    void anUnsafeMongoDbAddressIsAWrongSetting() throws Exception {
        try (SeqwayProcess seqway = SeqwayProcess.start(
                "--dev", "--port=0", "--mongo-uri=mongodb://127.0.0.1:1/?w=1", "--data-dir=" + folder)) {
            assertEndsWithOneLine(seqway, 2, "cannot use --mongo-uri: ");
        }
    }

    @Test
    void aRedisAddressThatIsNoneIsAWrongSetting() throws Exception {
        try (SeqwayProcess seqway =
                SeqwayProcess.start("--dev", "--port=0", "--redis-uri=redis://", "--data-dir=" + folder)) {
            assertEndsWithOneLine(seqway, 2, "cannot use --redis-uri: ");
        }
    }

    @Test
    void aWrongSettingEndsWithTwo() throws Exception {
        try (SeqwayProcess seqway = SeqwayProcess.start("--dev", "--port=many")) {
            assertEndsWithOneLine(seqway, 2, "--port: \"many\" is not allowed");
        }
    }

    @Test
    void aLossIsDeclaredOnlyWhereNoNodeRuns() throws Exception {
        String[] stores = {"--mongo-uri=" + TestMongo.uri(), "--mongo-database=" + TestMongo.freshDatabase()};
        try (SeqwayProcess nothing = SeqwayProcess.start("declare-loss", stores[0], stores[1])) {
            assertEndsWithOneLine(nothing, 1, "database ");
        }
        try (SeqwayProcess seqway = SeqwayProcess.start("--dev", "--port=0", stores[0], stores[1])) {
            seqway.awaitLine("Development only");
            try (SeqwayProcess early = SeqwayProcess.start("declare-loss", stores[0], stores[1])) {
                assertEndsWithOneLine(early, 1, "a message store runs on database ");
            }
            seqway.terminate();
            assertThat(seqway.awaitExit()).isZero();
        }
        try (SeqwayProcess declared = SeqwayProcess.start("declare-loss", stores[0], stores[1])) {
            assertThat(declared.awaitLine("Declared: every epoch of database ")).contains(" begins with ");
            assertThat(declared.awaitExit()).isZero();
        }
    }

    @Test
    void helpAndVersionEndWithZero() throws Exception {
        try (SeqwayProcess help = SeqwayProcess.start("--help");
                SeqwayProcess version = SeqwayProcess.start("--version")) {
            assertThat(help.awaitLine("--mongo-uri")).isNotEmpty();
            assertThat(version.awaitLine("seqway ")).isNotEmpty();
            assertThat(version.awaitExit()).isZero();
        }
    }
}
