package io.seqway.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.testing.HttpHead;
import io.seqway.testing.RawSocket;
import io.seqway.testing.SocketClient;
import io.seqway.testing.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP reads origins and limits anew: all of them, or, if any is wrong, none. */
class SettingsReloadIT {
    private static final String SECRET = "a-secret-for-tests-of-thirty-two-bytes-or-more";
    private static final String READ = "SIGHUP: the keys of tokens were read anew, as were the origins and limits";
    private static final String UNCHANGED = "SIGHUP: nothing was changed: ";
    private static final String PAGE = "https://app.example";

    @TempDir
    private Path folder;

    @Test
    void originsAndLimitsCountFromTheSignalOn() throws IOException {
        Path file = settings("\"max-body-bytes\": 1000");
        try (KeyedServer server = KeyedServer.with("--config", file.toString());
                SocketClient before = server.client(Tokens.token(SECRET, "ann"))) {
            assertThat(handshake(server, PAGE)).isEqualTo(403);
            assertThat(bodyLimit(before)).isEqualTo(1_000);

            settings("\"max-body-bytes\": 2000, \"allowed-origins\": \"" + PAGE + "\"");
            server.process().hangup();
            server.process().awaitOutput(READ, 1);

            assertThat(handshake(server, PAGE)).isEqualTo(101);
            try (SocketClient after = server.client(Tokens.token(SECRET, "ann"))) {
                assertThat(bodyLimit(after)).isEqualTo(2_000);
                assertThat(errorOfABody(after, 1_500)).as("the newer limit").isEqualTo("not-joined");
            }
            assertThat(errorOfABody(before, 1_500))
                    .as("the limit of its welcome")
                    .isEqualTo("too-large");
        }
    }

    @Test
    void aWrongValueIsNamedAndChangesNothing() throws IOException {
        Path file = settings("\"allowed-origins\": \"" + PAGE + "\"");
        try (KeyedServer server = KeyedServer.with("--config", file.toString())) {
            settings("\"allowed-origins\": \"https://other.example/path\"");
            server.process().hangup();
            server.process().awaitOutput(UNCHANGED + "\"allowed-origins\" in " + file, 1);

            settings("\"max-rooms-per-resume\": 0");
            server.process().hangup();
            server.process().awaitOutput(UNCHANGED + "\"max-rooms-per-resume\" in " + file, 1);

            settings("\"max-frame-bytes\": 1000000");
            server.process().hangup();
            server.process().awaitOutput(UNCHANGED + "--max-frame-bytes: more than 4 times", 1);

            assertThat(handshake(server, PAGE)).isEqualTo(101);
            assertThat(handshake(server, "https://other.example")).isEqualTo(403);
        }
    }

    private static int bodyLimit(SocketClient client) {
        return client.await("welcome").path("limits").path("maxBodyBytes").asInt();
    }

    private static String errorOfABody(SocketClient client, int bytes) {
        JsonNode answer = client.request(
                Map.of("type", "send", "room", "team.room", "clientMsgId", "m" + bytes, "body", "x".repeat(bytes - 2)));
        return answer.path("code").asText();
    }

    private static int handshake(KeyedServer server, String origin) throws IOException {
        try (RawSocket socket = RawSocket.connect("127.0.0.1", server.process().port())) {
            HttpHead answer = socket.handshake("/ws", Map.of("Origin", origin));
            return answer.status();
        }
    }

    private Path settings(String members) throws IOException {
        return Files.writeString(
                folder.resolve("seqway.json"), "{\"jwt-secret\": \"" + SECRET + "\", " + members + "}");
    }
}
