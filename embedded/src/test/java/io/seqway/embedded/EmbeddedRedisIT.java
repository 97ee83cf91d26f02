package io.seqway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmbeddedRedisIT {

    @Test
    void answersOnLoopbackAndIsGoneAfterClose() throws IOException {
        EmbeddedRedis redis = EmbeddedRedis.start();
        try {
            assertThat(redis.uri()).startsWith("redis://127.0.0.1:");
            assertThat(call(redis.uri(), "PING")).isEqualTo("+PONG");
        } finally {
            redis.close();
        }

        assertThatThrownBy(() -> call(redis.uri(), "PING")).isInstanceOf(ConnectException.class);
    }

    @Test
    void writesNothingToTheDiskAndRemovesItsFilesOnClose() throws IOException {
        Path folder;
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            folder = folderOf(redis);
            assertThat(call(redis.uri(), "SET key value")).isEqualTo("+OK");
            assertThat(call(redis.uri(), "SHUTDOWN")).isNull();
            assertThat(folder.resolve("dump.rdb")).doesNotExist();
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void severalServersRunBesideEachOther() throws IOException {
        try (EmbeddedRedis first = EmbeddedRedis.start();
                EmbeddedRedis second = EmbeddedRedis.start()) {
            assertThat(call(first.uri(), "SET key value")).isEqualTo("+OK");
            assertThat(call(second.uri(), "EXISTS key")).isEqualTo(":0");
        }
    }

    @Test
    void doesNotOutliveAJvmThatIsKilled() throws Exception {
        Process holder = JavaProcess.start(RedisHolder.class);
        try (BufferedReader output = holder.inputReader()) {
            String uri = output.readLine();
            assertThat(call(uri, "PING")).isEqualTo("+PONG");
            Path folder = Path.of(call(uri, "CONFIG GET dir", 4));
            assertThat(folder).exists();
            List<ProcessHandle> processes = holder.descendants().toList();
            assertThat(processes).isNotEmpty();

            holder.destroyForcibly();

            CompletableFuture.allOf(
                            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                    .get(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> call(uri, "PING")).isInstanceOf(ConnectException.class);
            assertThat(folder).doesNotExist();
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void aProgramThatEndsAtOnceIsAnErrorWithItsOutput() throws IOException {
        Path folder = Files.createTempDirectory("seqway-redis-");

        assertThatThrownBy(() -> SupervisedProcess.start(folder, List.of("/bin/ls", "/absent"), "ready", 10))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("/bin/ls did not start: ")
                .hasMessageContaining("/absent");

        assertThat(folder).doesNotExist();
    }

    private static Path folderOf(EmbeddedRedis redis) throws IOException {
        return Path.of(call(redis.uri(), "CONFIG GET dir", 4));
    }

    private static String call(String uri, String command) throws IOException {
        return call(uri, command, 0);
    }

    /** One line of the answer to an inline command; null at the end of the connection. */
    private static String call(String uri, String command, int line) throws IOException {
        URI address = URI.create(uri);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (int skipped = 0; skipped < line; skipped++) {
                answer.readLine();
            }
            return answer.readLine();
        }
    }
}
