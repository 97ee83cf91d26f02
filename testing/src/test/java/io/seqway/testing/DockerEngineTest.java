package io.seqway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerEngineTest {

    @TempDir
    Path folder;

    @Test
    void aSocketFileThatIsNotThereDoesNotAnswer() {
        assertThat(DockerEngine.answers(host("unix://" + folder.resolve("docker.sock"))))
                .isFalse();
    }

    @Test
    void anAddressWhereNobodyListensDoesNotAnswer() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertThat(DockerEngine.answers(host("tcp://127.0.0.1:" + port))).isFalse();
    }

    @Test
    void anEngineAnswersAPing() throws Exception {
        try (ServerSocket engine = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> answerOnce(engine));
            server.start();

            assertThat(DockerEngine.answers(host("tcp://127.0.0.1:" + engine.getLocalPort())))
                    .isTrue();
            server.join();
        }
    }

    private static void answerOnce(ServerSocket engine) {
        try (Socket client = engine.accept()) {
            client.getInputStream().read();
            client.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\nOK".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> host(String host) {
        return Map.of("DOCKER_HOST", host);
    }
}
