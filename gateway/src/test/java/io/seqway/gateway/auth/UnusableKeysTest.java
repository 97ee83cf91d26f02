package io.seqway.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seqway.testing.JwksServer;
import io.seqway.testing.SigningKey;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that are too weak, of another kind or use, or private, are left out, and it is said why. */
class UnusableKeysTest {
    private static final SigningKey GOOD = SigningKey.of("ES256", "good");

    @Test
    void keysOfOtherUsesAndKindsAreLeftOutAndTheOthersStay() throws UnusableKeysException {
        Map<String, Object> privateKey = with("d", "AAAA");
        Map<String, Object> secret = Map.of("kty", "oct", "k", "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0", "kid", "s");
        KeyDocument document = read(JwksServer.jwks(List.of(
                with("use", "enc"),
                with("key_ops", List.of("sign")),
                with("alg", "PS256"),
                with("alg", "ES384"),
                with("kid", 7),
                with("kty", "XY"),
                with("x", 7),
                privateKey,
                secret,
                SigningKey.rsa("RS256", "small", 1024).jwk(),
                SigningKey.of("ES512", "big").jwk(),
                GOOD.jwk())));

        assertThat(document.keys()).singleElement().satisfies(key -> {
            assertThat(key.kid()).isEqualTo("good");
            assertThat(key.algorithm()).isEqualTo("ES256");
        });
        assertThat(document.leftOut()).hasSize(11);
        assertThat(document.leftOut().get(7)).contains("key number 8", "private");
        assertThat(document.leftOut().get(8)).contains("secret");
        assertThat(document.leftOut().get(9)).contains("1024 bits");
        assertThat(document.leftOut().toString()).doesNotContain("c2VjcmV0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | neither a JSON object with keys (JWKS) nor PEM",
                "[] | neither a JSON object with keys (JWKS) nor PEM",
                "<html>sign in</html> | neither a JSON object with keys (JWKS) nor PEM",
                "{} | a JSON object without keys",
                "{\"keys\":{}} | neither a JSON object with keys (JWKS) nor PEM",
                "{\"keys\":[]} | no key in it can be used",
                "{\"keys\":[7]} | no key in it can be used: key number 1: no JSON object",
                "-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY----- | give a PUBLIC KEY or a CERTIFICATE",
                "-----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY----- | PUBLIC KEY: neither RSA, EC nor Ed25519",
                "-----BEGIN PUBLIC KEY----- | no key in it can be used"
            })
    void whatHoldsNoKeyIsRefusedWithTheReason(String content, String reason) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(UnusableKeysException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void moreKeysThanAnybodyNeedsAreRefused() {
        List<Map<String, Object>> many = Collections.nCopies(101, GOOD.jwk());
        assertThatThrownBy(() -> read(JwksServer.jwks(many))).hasMessageContaining("more than 100 keys");
    }

    @Test
    void aSmallKeyInPemIsRefused() {
        assertThatThrownBy(() -> read(SigningKey.rsa("RS256", null, 1024).pem()))
                .hasMessageContaining("1024 bits");
    }

    private static KeyDocument read(String content) throws UnusableKeysException {
        return KeyDocument.read(Buffer.buffer(content));
    }

    /** A good key with one member of this kind. */
    private static Map<String, Object> with(String member, Object value) {
        Map<String, Object> jwk = new HashMap<>(GOOD.jwk());
        jwk.put(member, value);
        return jwk;
    }
}
