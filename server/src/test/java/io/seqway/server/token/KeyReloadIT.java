package io.seqway.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.testing.JwksServer;
import io.seqway.testing.SigningKey;
import io.seqway.testing.SocketClient;
import io.seqway.testing.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP reads keys and secrets anew: all of them, or, if any is wrong, none. */
class KeyReloadIT {
    private static final String OLD = "an-old-secret-for-tests-of-thirty-two-bytes-or-more";
    private static final String NEW = "a-new-secret-for-tests-of-thirty-two-bytes-or-more";
    private static final String READ = "SIGHUP: the keys of tokens were read anew";
    private static final String UNCHANGED = "SIGHUP: nothing was changed: ";

    private final SigningKey first = SigningKey.of("RS256", null);
    private final SigningKey second = SigningKey.of("EdDSA", null);

    @TempDir
    private Path folder;

    @Test
    void whatFilesSayCountsFromTheSignalOn() throws IOException {
        Path keys = Files.writeString(folder.resolve("keys.pem"), first.pem());
        Path settings = settings("old", OLD);
        try (KeyedServer server = KeyedServer.with("--config", settings.toString(), "--jwks", keys.toString());
                SocketClient connected = server.client(Tokens.withKid("old", OLD, "ann"))) {
            Files.writeString(keys, second.pem());
            settings("new", NEW);
            assertThat(server.handshake(first.token("ann"))).isEqualTo(101);
            assertThat(server.handshake(second.token("ann"))).isEqualTo(401);
            assertThat(server.handshake(Tokens.withKid("new", NEW, "ann"))).isEqualTo(401);

            server.process().hangup();
            server.process().awaitOutput(READ, 1);

            assertThat(server.handshake(first.token("ann"))).isEqualTo(401);
            assertThat(server.handshake(second.token("ann"))).isEqualTo(101);
            assertThat(server.handshake(Tokens.withKid("old", OLD, "ann"))).isEqualTo(401);
            assertThat(server.handshake(Tokens.withKid("new", NEW, "ann"))).isEqualTo(101);
            assertThat(connected.request(Map.of("type", "ping")).path("type").asText())
                    .as("connections last as long as their token")
                    .isEqualTo("pong");
            assertThat(server.process().output()).doesNotContain(OLD, NEW);
        }
    }

    @Test
    void whatIsWrongIsNamedAndNothingIsChanged() throws IOException {
        Path keys = Files.writeString(folder.resolve("keys.json"), JwksServer.jwks(first.as("RS256", "k1")));
        Path settings = settings("old", OLD);
        try (KeyedServer server = KeyedServer.with("--config", settings.toString(), "--jwks", keys.toString())) {
            settings("new", NEW);
            Files.writeString(keys, "{\"keys\":[]}");
            server.process().hangup();
            server.process().awaitOutput(UNCHANGED + "cannot use --jwks: the keys of " + keys, 1);

            Files.writeString(keys, JwksServer.jwks(second.as("EdDSA", "k2")));
            Files.writeString(settings, "{\"jwt-secret\": \"short\"}");
            server.process().hangup();
            server.process().awaitOutput(UNCHANGED + "\"jwt-secret\" in " + settings, 1);

            Files.writeString(settings, "{");
            server.process().hangup();
            server.process().awaitOutput(UNCHANGED + settings + ": not valid JSON", 1);

            assertThat(server.handshake(Tokens.withKid("old", OLD, "ann"))).isEqualTo(101);
            assertThat(server.handshake(Tokens.withKid("new", NEW, "ann"))).isEqualTo(401);
            assertThat(server.handshake(first.as("RS256", "k1").token("ann"))).isEqualTo(101);
        }
    }

    @Test
    void aFileThatHoldsNoKeyStopsTheStart() throws IOException {
        Path keys = Files.writeString(folder.resolve("keys.json"), "{}");
        try (KeyedServer server = KeyedServer.launch("", "--jwks", keys.toString())) {
            assertThat(server.process().awaitExit()).isEqualTo(2);
            assertThat(server.process().output())
                    .contains("seqway: cannot use --jwks: the keys of " + keys + ": a JSON object without keys");
        }
    }

    @Test
    void aProviderThatDoesNotAnswerKeepsTheNodeFromBeingReadyUntilItDoes() throws IOException {
        SigningKey key = SigningKey.of("RS256", "k1");
        try (JwksServer provider = JwksServer.publishing(key)) {
            provider.fail(503, "/");
            try (KeyedServer server =
                    KeyedServer.launch("", "--jwks", provider.uri().toString())) {
                server.process().awaitOutput("ready on ", 1);
                assertThat(server.process().isReady()).isFalse();
                assertThat(server.handshake(key.token("ann"))).isEqualTo(503);

                provider.publish(key);
                server.process().awaitReady();
                assertThat(server.handshake(key.token("ann"))).isEqualTo(101);
            }
        }
    }

    private Path settings(String kid, String secret) throws IOException {
        return Files.writeString(folder.resolve("seqway.json"), "{\"jwt-secret\": \"" + kid + ":" + secret + "\"}");
    }
}
