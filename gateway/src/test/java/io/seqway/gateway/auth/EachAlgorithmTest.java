package io.seqway.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.seqway.testing.JwksServer;
import io.seqway.testing.SigningKey;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each algorithm with a public half is verified, with keys as a JWKS and in PEM. */
@ExtendWith(VertxExtension.class)
class EachAlgorithmTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "ES256", "ES384", "EdDSA"})
    void aKeyOfAJwksSignsByItsAlgorithm(String algorithm, Vertx vertx) throws Exception {
        SigningKey key = SigningKey.of(algorithm, "k1");
        Verifying tokens = Verifying.by(vertx, Verifying.in(file(JwksServer.jwks(key))));

        assertThat(tokens.believed(key.token("ann")).userId()).isEqualTo("ann");
        tokens.refused(SigningKey.of(algorithm, "k1").token("ann"));
        tokens.refused(tampered(key.token("ann")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "ES384", "EdDSA"})
    void aKeyInPemSignsByTheAlgorithmOfItsKind(String algorithm, Vertx vertx) throws Exception {
        SigningKey key = SigningKey.of(algorithm, null);
        Verifying tokens = Verifying.by(vertx, Verifying.in(file(key.pem())));

        assertThat(tokens.believed(key.token("ann")).userId()).isEqualTo("ann");
        assertThat(tokens.believed(key.as(algorithm, "any name").token("ann")).userId())
                .isEqualTo("ann");
        tokens.refused(SigningKey.of(algorithm, null).token("ann"));
    }

    @Test
    void aCertificateIsTheEnvelopeOfItsKey(Vertx vertx) throws Exception {
        X509Bundle certified = new CertificateBuilder()
                .subject("CN=signer")
                .algorithm(CertificateBuilder.Algorithm.rsa2048)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Verifying tokens = Verifying.by(vertx, Verifying.in(file(certified.getCertificatePEM())));

        SigningKey key = SigningKey.of("RS256", null, certified.getKeyPair());
        assertThat(tokens.believed(key.token("ann")).userId()).isEqualTo("ann");
        tokens.refused(SigningKey.of("RS256", null).token("ann"));
    }

    @Test
    void severalKeysMayStandInOnePemFileAndInSeveralFiles(Vertx vertx) throws Exception {
        SigningKey old = SigningKey.of("ES256", null);
        SigningKey next = SigningKey.of("ES256", null);
        SigningKey other = SigningKey.of("EdDSA", null);
        Path second = Files.writeString(folder.resolve("other.pem"), other.pem());
        Verifying tokens =
                Verifying.by(vertx, Verifying.in(file("# both\n" + old.pem() + next.pem())), Verifying.in(second));

        for (SigningKey key : List.of(old, next, other)) {
            assertThat(tokens.believed(key.token("ann")).userId()).isEqualTo("ann");
        }
    }

    @Test
    void aTokenWithoutKidIsTriedWhereOnlyOneKeyOfTheSetHasItsAlgorithm(Vertx vertx) throws Exception {
        SigningKey rsa = SigningKey.of("RS256", "k1");
        SigningKey one = SigningKey.of("ES256", "k2");
        SigningKey two = SigningKey.of("ES256", "k3");
        Verifying tokens = Verifying.by(vertx, Verifying.in(file(JwksServer.jwks(rsa, one, two))));

        assertThat(tokens.believed(rsa.as("RS256", null).token("ann")).userId()).isEqualTo("ann");
        tokens.refused(one.as("ES256", null).token("ann"));
        assertThat(tokens.believed(one.token("ann")).userId()).isEqualTo("ann");
    }

    @Test
    void anRsaKeyThatNamesNoAlgorithmIsOneOfRs256(Vertx vertx) throws Exception {
        SigningKey key = SigningKey.of("RS256", "k1");
        Map<String, Object> unnamed = new HashMap<>(key.jwk());
        unnamed.remove("alg");
        Verifying tokens = Verifying.by(vertx, Verifying.in(file(JwksServer.jwks(List.of(unnamed)))));

        assertThat(tokens.believed(key.token("ann")).userId()).isEqualTo("ann");
        tokens.refused(key.as("RS512", "k1").token("ann"));
    }

    private Path file(String content) throws Exception {
        return Files.writeString(folder.resolve("keys"), content);
    }

    /** With one bit of the claims turned. */
    private static String tampered(String token) {
        int at = token.indexOf('.') + 5;
        char other = token.charAt(at) == 'A' ? 'B' : 'A';
        return token.substring(0, at) + other + token.substring(at + 1);
    }
}
