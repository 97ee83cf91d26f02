package io.seqway.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seqway.gateway.auth.TokenOptions.Secret;
import io.seqway.testing.JwksServer;
import io.seqway.testing.SigningKey;
import io.seqway.testing.Tokens;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A node renews what its own secrets have signed, and nothing that somebody else answers for. */
@ExtendWith(VertxExtension.class)
class RenewedTokenTest {
    private static final String OLD = "an old secret of thirty-two bytes or more";
    private static final String NEW = "the new secret of thirty-two bytes or more";

    @TempDir
    private Path folder;

    @Test
    void theFirstSecretSignsWhatAnotherOneHasSigned(Vertx vertx) throws Exception {
        Verifying both = Verifying.by(vertx, new Secret("new", NEW), new Secret("old", OLD));
        Verifying later = Verifying.by(vertx, new Secret("new", NEW));
        String renewed = both.renewed(Tokens.withKid("old", OLD, "ann")).token();
        assertThat(later.believed(renewed).userId()).isEqualTo("ann");
    }

    @Test
    void aTokenOfAPublicKeyIsNotRenewedByASecret(Vertx vertx) throws Exception {
        SigningKey key = SigningKey.of("RS256", "k1");
        Path file = Files.writeString(folder.resolve("keys"), JwksServer.jwks(key));
        Verifying both = Verifying.by(
                vertx,
                new TokenOptions(
                        List.of(new Secret(null, NEW)),
                        List.of(Verifying.in(file)),
                        null,
                        null,
                        TokenOptions.DEFAULT_REFRESH_MS));
        assertThat(both.believed(key.token("ann")).userId()).isEqualTo("ann");
        assertThatThrownBy(() -> both.renewed(key.token("ann"))).hasMessageContaining("no secret of this server");
    }

    @Test
    void aTokenThatIsNotBelievedIsNotRenewed(Vertx vertx) throws Exception {
        Verifying tokens = Verifying.by(vertx, new Secret(null, NEW));
        assertThatThrownBy(() -> tokens.renewed(Tokens.wronglySigned(NEW, "ann")))
                .hasMessageContaining("not valid");
    }
}
