package io.seqway.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.gateway.auth.TokenOptions.Secret;
import io.seqway.testing.JwksServer;
import io.seqway.testing.SigningKey;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A key signs for its issuer only: two of them may name their keys alike, and none can speak for the other. */
@ExtendWith(VertxExtension.class)
class IssuerTest {
    private static final String SECRET = "a secret of thirty-two bytes or more";
    private static final String A = "https://a.example";
    private static final String B = "https://b.example";
    private static final String OWN = "https://own.example";

    private final SigningKey keyOfA = SigningKey.of("RS256", "1");
    private final SigningKey keyOfB = SigningKey.of("RS256", "1");

    @Test
    void keysOfTheSameNameAreNotMixedUp(Vertx vertx) throws Exception {
        try (JwksServer a = JwksServer.publishing(keyOfA);
                JwksServer b = JwksServer.publishing(keyOfB)) {
            Verifying tokens = Verifying.by(
                    vertx,
                    new TokenOptions(
                            List.of(new Secret(null, SECRET)),
                            List.of(new KeySource(A, a.uri()), new KeySource(B, b.uri())),
                            OWN,
                            null,
                            600_000));

            tokens.believed(of(keyOfA, A));
            tokens.believed(of(keyOfB, B));
            tokens.refused(of(keyOfA, B));
            tokens.refused(of(keyOfB, A));
            tokens.refused(of(keyOfA, OWN));
            tokens.refused(keyOfA.token("ann"));
            tokens.believed(ofSecret(OWN));
            tokens.refused(ofSecret(A));
            tokens.refused(io.seqway.testing.Tokens.token(SECRET, "ann"));
        }
    }

    @Test
    void onlyTheIssuerOfATokenIsAskedForItsKey(Vertx vertx) throws Exception {
        try (JwksServer a = JwksServer.publishing(keyOfA);
                JwksServer b = JwksServer.publishing(keyOfB)) {
            Verifying tokens = Verifying.by(vertx, new KeySource(A, a.uri()), new KeySource(B, b.uri()));

            tokens.refused(of(keyOfA.as("RS256", "2"), A));
            assertThat(a.requests()).isEqualTo(2);
            assertThat(b.requests()).isOne();

            tokens.refused(of(keyOfA.as("RS256", "2"), "https://evil.example"));
            tokens.refused(of(keyOfA.as("RS256", "2"), a.uri().toString()));
            assertThat(a.requests()).isEqualTo(2);
            assertThat(b.requests()).isOne();
        }
    }

    @Test
    void keysWithoutAnIssuerOfTheirOwnAreOfTheOneOfAllTokens(Vertx vertx) throws Exception {
        try (JwksServer a = JwksServer.publishing(keyOfA)) {
            Verifying tokens =
                    Verifying.by(vertx, new TokenOptions(List.of(), List.of(Verifying.at(a.uri())), A, null, 600_000));

            tokens.believed(of(keyOfA, A));
            tokens.refused(of(keyOfA, B));
            tokens.refused(keyOfA.token("ann"));
        }
    }

    private static String of(SigningKey key, String issuer) {
        return key.token("ann", Map.of("iss", issuer), Duration.ofMinutes(1));
    }

    private static String ofSecret(String issuer) {
        return io.seqway.testing.Tokens.token(SECRET, "ann", Map.of("iss", issuer), Duration.ofMinutes(1));
    }
}
