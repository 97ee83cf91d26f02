package io.seqway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ServerProcessIT {

    private static final int SIGKILL = 128 + 9;
    private static final int SIGTERM = 128 + 15;

    @TempDir
    static Path folder;

    private static String jarBefore;

    @BeforeAll
    static void makeJar() throws IOException {
        Path jar = folder.resolve("stand-in.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StandInMain.class.getName());
        String main = StandInMain.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.putNextEntry(new JarEntry(main));
            StandInMain.class.getClassLoader().getResourceAsStream(main).transferTo(out);
        }
        jarBefore = System.getProperty(ServerProcess.JAR, "");
        System.setProperty(ServerProcess.JAR, jar.toString());
    }

    @AfterAll
    static void restoreProperty() {
        System.setProperty(ServerProcess.JAR, jarBefore);
    }

    @Test
    void isReadyOnceStartedAndHasWhatItWasGiven() throws Exception {
        try (ServerProcess server = ServerProcess.start(List.of("--dev"), Map.of("SEQWAY_A", "a"))) {
            assertThat(ready(server, Duration.ofSeconds(10))).isEqualTo(200);
            assertThat(server.output())
                    .contains("arguments [--dev, --port, " + server.port() + "]")
                    .contains("variables a null");
        }
    }

    @Test
    void aServerThatEndsAtOnceIsAnErrorWithItsOutput() {
        assertThatThrownBy(() -> ServerProcess.start("--fail"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ended by 3 before it was ready")
                .hasMessageContaining("no keys");
    }

    @Test
    void terminationIsInOrderAndAKillIsNot() {
        try (ServerProcess server = ServerProcess.start()) {
            assertThat(server.terminate()).isEqualTo(SIGTERM);
            assertThat(server.output()).contains("ended in order");
        }
        try (ServerProcess server = ServerProcess.start()) {
            server.kill();
            assertThat(server.awaitExit()).isEqualTo(SIGKILL);
            assertThat(server.output()).doesNotContain("ended in order");
        }
    }

    @Test
    void startsAgainOnTheSamePortAfterAKill() throws Exception {
        try (ServerProcess first = ServerProcess.start()) {
            first.kill();
            try (ServerProcess second = first.startAgain()) {
                assertThat(second.port()).isEqualTo(first.port());
                assertThat(second.pid()).isNotEqualTo(first.pid());
            }
        }
    }

    @Test
    void aPausedServerIsSilentUntilItIsResumed() throws Exception {
        try (ServerProcess server = ServerProcess.start()) {
            server.pause();
            assertThatThrownBy(() -> ready(server, Duration.ofMillis(300))).isInstanceOf(HttpTimeoutException.class);

            server.resume();
            assertThat(ready(server, Duration.ofSeconds(10))).isEqualTo(200);
        }
    }

    @Test
    void aServerDoesNotOutliveAJvmThatIsKilled() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-D" + ServerProcess.JAR + "=" + System.getProperty(ServerProcess.JAR),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerHolder.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = holder.inputReader()) {
            ProcessHandle server =
                    ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            assertThat(server.isAlive()).isTrue();

            holder.destroyForcibly();

            server.onExit().get(10, TimeUnit.SECONDS);
        } finally {
            holder.destroyForcibly();
        }
    }

    private static int ready(ServerProcess server, Duration limit) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.http("/health/ready"))
                .timeout(limit)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
