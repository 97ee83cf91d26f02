package io.seqway.gateway.auth;

import io.seqway.testing.JwksServer;
import io.seqway.testing.SigningKey;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys from an address grow old, so that one that is withdrawn is not believed for ever. */
@ExtendWith(VertxExtension.class)
class OldKeysTest {
    @Test
    void aWithdrawnKeyIsBelievedUntilTheKeysAreAskedForAgain(Vertx vertx) throws Exception {
        SigningKey withdrawn = SigningKey.of("RS256", "withdrawn");
        SigningKey other = SigningKey.of("RS256", "other");
        try (JwksServer provider = JwksServer.publishing(withdrawn, other)) {
            TokenOptions options =
                    new TokenOptions(List.of(), List.of(Verifying.at(provider.uri())), null, null, 1_000);
            Verifying tokens = Verifying.by(vertx, options);
            tokens.believed(withdrawn.token("ann"));
            provider.publish(other);

            provider.awaitRequests(3, Duration.ofSeconds(20));
            tokens.refused(withdrawn.token("ann"));
            tokens.believed(other.token("ann"));
        }
    }
}
