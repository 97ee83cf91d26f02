package io.seqway.gateway.auth;

import io.seqway.gateway.auth.TokenOptions.Secret;
import io.seqway.testing.JwksServer;
import io.seqway.testing.SigningKey;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A key is used with its own algorithm, whatever a token says of itself. */
@ExtendWith(VertxExtension.class)
class PinnedAlgorithmTest {
    private static final String SECRET = "a secret of thirty-two bytes or more";

    @TempDir
    private Path folder;

    @Test
    void aPublicKeyIsNoSecret(Vertx vertx) throws Exception {
        SigningKey key = SigningKey.of("RS256", null);
        String der = new String(
                Base64.getMimeDecoder().decode(key.pem().replaceAll("-----.*-----", "")), StandardCharsets.ISO_8859_1);
        Path file = Files.writeString(folder.resolve("key.pem"), key.pem());
        for (List<Secret> secrets : List.of(List.<Secret>of(), List.of(new Secret(null, SECRET)))) {
            Verifying tokens =
                    Verifying.by(vertx, new TokenOptions(secrets, List.of(Verifying.in(file)), null, null, 600_000));
            for (String known : List.of(key.pem(), key.pem().strip(), der)) {
                tokens.refused(io.seqway.testing.Tokens.token(known, "ann"));
                tokens.refused(io.seqway.testing.Tokens.withKid("k1", known, "ann"));
            }
        }
    }

    @Test
    void anotherAlgorithmOfTheSameKeyIsRefused(Vertx vertx) throws Exception {
        SigningKey key = SigningKey.of("RS256", "k1");
        SigningKey curve = SigningKey.of("ES256", "k2");
        Path file = Files.writeString(folder.resolve("keys.json"), JwksServer.jwks(key, curve));
        Verifying tokens = Verifying.by(vertx, Verifying.in(file));

        tokens.refused(key.as("RS384", "k1").token("ann"));
        tokens.refused(key.as("RS512", "k1").token("ann"));
        tokens.refused(key.signed(Map.of("alg", "none"), claims()));
        tokens.refused(key.signed(Map.of("alg", "PS256"), claims()));
        tokens.refused(key.signed(Map.of("alg", "ES256"), claims()));
        tokens.refused(curve.signed(Map.of("alg", "RS256"), claims()));
        tokens.refused(curve.signed(Map.of("kid", "k1"), claims()));
        tokens.believed(key.signed(Map.of(), claims()));
        tokens.believed(curve.signed(Map.of(), claims()));
    }

    @Test
    void aKeyInsideATokenIsNone(Vertx vertx) throws Exception {
        SigningKey known = SigningKey.of("ES256", "k1");
        SigningKey own = SigningKey.of("ES256", "k1");
        Path file = Files.writeString(folder.resolve("keys.json"), JwksServer.jwks(known));
        Verifying tokens = Verifying.by(vertx, Verifying.in(file));

        tokens.refused(own.signed(Map.of("jwk", own.jwk()), claims()));
    }

    @Test
    void aSignatureOfZerosOrOfAnotherFormIsNone(Vertx vertx) throws Exception {
        SigningKey key = SigningKey.of("ES256", "k1");
        Path file = Files.writeString(folder.resolve("keys.json"), JwksServer.jwks(key));
        Verifying tokens = Verifying.by(vertx, Verifying.in(file));
        String token = key.token("ann");
        String signed = token.substring(0, token.lastIndexOf('.') + 1);

        for (int bytes : new int[] {1, 8, 63, 64, 65, 70, 72, 4096}) {
            tokens.refused(signed + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[bytes]));
        }
        tokens.refused(token + "A");
        tokens.refused(token + "=");
        tokens.refused(token.substring(0, token.length() - 4));
        tokens.believed(token);
    }

    private static Map<String, Object> claims() {
        return Map.of("sub", "ann", "exp", System.currentTimeMillis() / 1000 + 60);
    }
}
