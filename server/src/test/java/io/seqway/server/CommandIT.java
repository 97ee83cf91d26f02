package io.seqway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.testing.TestMongo;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as its user sees it: what it prints, and with what code it ends. */
class CommandIT {
    private static final Pattern READY = Pattern.compile("Seqway is ready: http://localhost:(\\d+)/");

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

            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ready.group(1) + "/health/ready"));
            var response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(new JsonObject(response.body()).getString("status")).isEqualTo("ready");

            seqway.terminate();

            seqway.awaitLine("stopping: the process was asked to end");
            assertThat(seqway.awaitLine("stopped after")).endsWith(" ms");
            assertThat(seqway.awaitExit()).isZero();
            assertThat(seqway.errors()).isEmpty();
        }
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
    void helpAndVersionEndWithZero() throws Exception {
        try (SeqwayProcess help = SeqwayProcess.start("--help");
                SeqwayProcess version = SeqwayProcess.start("--version")) {
            assertThat(help.awaitLine("--mongo-uri")).isNotEmpty();
            assertThat(version.awaitLine("seqway ")).isNotEmpty();
            assertThat(version.awaitExit()).isZero();
        }
    }
}
