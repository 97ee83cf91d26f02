package io.seqway.gateway.auth;

import static io.seqway.gateway.auth.Verifying.await;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seqway.gateway.auth.TokenOptions.Secret;
import io.seqway.protocol.ErrorCode;
import io.seqway.testing.JwksServer;
import io.seqway.testing.SigningKey;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Other keys are believed all at once, or, if one of them cannot be read, not at all. */
@ExtendWith(VertxExtension.class)
class ReplacedKeysTest {
    private static final Secret OLD = new Secret("old", "an old secret of thirty-two bytes or more");
    private static final Secret NEW = new Secret("new", "a new secret of thirty-two bytes, or more");

    private final SigningKey key = SigningKey.of("ES256", "k1");
    private final SigningKey other = SigningKey.of("ES256", "k2");

    @TempDir
    private Path folder;

    @Test
    void secretsAndKeysAreReplaced(Vertx vertx) throws Exception {
        Path file = Files.writeString(folder.resolve("keys.json"), JwksServer.jwks(key));
        Verifying tokens = Verifying.by(vertx, of(OLD, Verifying.in(file)));
        Files.writeString(file, JwksServer.jwks(other));
        tokens.believed(key.token("ann"));

        await(tokens.keyring().replace(of(NEW, Verifying.in(file))));

        tokens.believed(signed(NEW));
        tokens.refused(signed(OLD));
        tokens.believed(other.token("ann"));
        tokens.refused(key.token("ann"));
    }

    @Test
    void aBadFileChangesNothingAndIsNamed(Vertx vertx) throws Exception {
        Path file = Files.writeString(folder.resolve("keys.json"), JwksServer.jwks(key));
        Verifying tokens = Verifying.by(vertx, of(OLD, Verifying.in(file)));
        for (String bad : List.of("", "{", "{\"keys\":[]}", "x".repeat(2 * 1024 * 1024))) {
            Files.writeString(file, bad);
            assertThatThrownBy(() -> await(tokens.keyring().replace(of(NEW, Verifying.in(file)))))
                    .hasRootCauseInstanceOf(Exception.class)
                    .cause()
                    .isInstanceOf(UnusableKeysException.class)
                    .hasMessageContaining(file.toString());
        }
        Files.delete(file);
        assertThatThrownBy(() -> await(tokens.keyring().replace(of(NEW, Verifying.in(file)))))
                .hasMessageContaining("cannot be read");

        tokens.believed(signed(OLD));
        tokens.refused(signed(NEW));
        tokens.believed(key.token("ann"));
    }

    @Test
    void aProviderThatFailsJustNowDoesNotKeepTheRestFromBeingReplaced(Vertx vertx) throws Exception {
        try (JwksServer provider = JwksServer.publishing(key)) {
            Verifying tokens = Verifying.by(vertx, of(OLD, Verifying.at(provider.uri())));
            provider.fail(500, "/");

            await(tokens.keyring().replace(of(NEW, Verifying.at(provider.uri()))));

            tokens.believed(signed(NEW));
            tokens.refused(signed(OLD));
            tokens.believed(key.token("ann"));
        }
    }

    @Test
    void aProviderThatIsNewHasToAnswer(Vertx vertx) throws Exception {
        try (JwksServer provider = JwksServer.publishing(key)) {
            provider.fail(500, "/");
            Verifying tokens = Verifying.by(vertx, OLD);

            assertThatThrownBy(() -> await(tokens.keyring().replace(of(NEW, Verifying.at(provider.uri())))))
                    .hasMessageContaining("answered by 500");

            tokens.believed(signed(OLD));
            tokens.refused(signed(NEW));
            tokens.refused(key.token("ann"), ErrorCode.UNAUTHENTICATED);
        }
    }

    @Test
    void aBadFileStopsTheStart(Vertx vertx) throws Exception {
        Path file = Files.writeString(folder.resolve("keys.json"), "{}");
        assertThatThrownBy(() -> Verifying.by(vertx, Verifying.in(file)))
                .cause()
                .isInstanceOf(UnusableKeysException.class)
                .hasMessageContaining(file.toString(), "without keys");
    }

    private static TokenOptions of(Secret secret, KeySource source) {
        return new TokenOptions(List.of(secret), List.of(source), null, null, 600_000);
    }

    private static String signed(Secret secret) {
        return io.seqway.testing.Tokens.withKid(secret.kid(), secret.value(), "ann");
    }
}
