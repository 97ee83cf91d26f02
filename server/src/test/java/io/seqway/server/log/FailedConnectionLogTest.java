package io.seqway.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Vert.x says of nodes that it cannot connect to: one line, with the reason, in which the address stands. */
class FailedConnectionLogTest {
    private static final String SAID =
            "Connecting to server 5c1e failed: java.net.ConnectException: refused: /10.0.0.1:5702";

    /** Says it in a process of its own, by the configuration of the log that nodes have. */
    static final class Saying {
        public static void main(String... args) {
            Logger log = LoggerFactory.getLogger("io.vertx.core.eventbus.impl.clustered.ClusteredEventBus");
            ConnectException cause = new ConnectException("refused: /10.0.0.1:5702");
            log.warn("Connecting to server 5c1e failed", cause.initCause(new IOException("refused")));
            log.warn("No pong");
        }
    }

    private static List<String> said(String format) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dlogback.configurationFile=logback.xml",
                        "-Dseqway.log-format=" + format,
                        Saying.class.getName())
                .redirectErrorStream(true)
                .start();
        return process.inputReader(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void asTextItIsOneLineWithItsReason() throws IOException {
        assertThat(said("text"))
                .hasSize(2)
                .satisfiesExactly(
                        line -> assertThat(line).contains(" WARN ").endsWith(" - " + SAID),
                        line -> assertThat(line).endsWith(" - No pong"));
    }

    @Test
    void asJsonItIsOneObjectWithItsReason() throws IOException {
        assertThat(said("json"))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("\"level\":\"WARN\"", "\"message\":\"" + SAID + "\"")
                                .doesNotContain("stackTrace"),
                        line -> assertThat(line).contains("\"message\":\"No pong\""));
    }
}
