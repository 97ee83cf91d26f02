package io.seqway.server.api;

import static io.seqway.server.api.ApiServer.message;
import static io.seqway.server.api.ApiServer.messages;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.testing.SigningKey;
import io.seqway.testing.TestMongo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token of a public key is checked on another thread; the content waits, and none of it is lost. */
class PublicKeyOverHttpIT {
    @TempDir
    private Path folder;

    @Test
    void theContentIsReadWhenItIsKnownWhoHasSentIt() throws IOException {
        SigningKey key = SigningKey.of("ES256", null);
        Path keys = Files.writeString(folder.resolve("keys.pem"), key.pem());
        String token = key.token("ann", Map.of("rooms", List.of("*")), Duration.ofHours(1));
        try (ApiServer server = ApiServer.start(TestMongo.uri(), "--jwks", keys.toString())) {
            String body = "x".repeat(30_000);
            for (String id : List.of("m1", "m2", "m3")) {
                server.post(messages("room"), token, message(id, body)).is(201);
            }
            assertThat(server.get(messages("room") + "?after=2", token)
                            .is(200)
                            .json()
                            .at("/messages/0/body")
                            .asText())
                    .isEqualTo(body);
            server.post(messages("room"), key.token("ann") + "x", message("m4", body))
                    .isProblem(401, "unauthenticated");
            server.post("/api/auth/refresh", token, "").isProblem(403, "forbidden");
        }
    }
}
