package io.seqway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokensTest {

    private static final String SECRET = "a secret of the tests, 32 bytes long";

    @Test
    void signsAsOpensslDoes() {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("typ", "JWT");
        header.put("alg", "HS256");
        String token = Tokens.signed("secret", header, Map.of("sub", "alice"));

        assertThat(token)
                .isEqualTo(
                        "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9._-1VvDqAIodGRJsQJd7YusmdWTq8RK-CqblGKnKbGmo");
    }

    @Test
    void aTokenNamesItsUserAndEndsInTime() throws IOException {
        String token = Tokens.token(SECRET, "alice", Map.of("role", "service"), Duration.ofMinutes(5));

        assertThat(part(token, 0).get("alg").asText()).isEqualTo("HS256");
        JsonNode claims = part(token, 1);
        assertThat(claims.get("sub").asText()).isEqualTo("alice");
        assertThat(claims.get("role").asText()).isEqualTo("service");
        assertThat(Instant.ofEpochSecond(claims.get("exp").asLong()))
                .isBetween(Instant.now().plusSeconds(290), Instant.now().plusSeconds(300));
    }

    @Test
    void theMalformedOnesLackWhatTheyAreNamedFor() throws IOException {
        assertThat(part(Tokens.unsigned("alice"), 0).get("alg").asText()).isEqualTo("none");
        assertThat(Tokens.unsigned("alice")).endsWith(".");
        assertThat(part(Tokens.withoutExpiry(SECRET, "alice"), 1).has("exp")).isFalse();
        assertThat(part(Tokens.withKid("k1", SECRET, "alice"), 0).get("kid").asText())
                .isEqualTo("k1");
    }

    @Test
    void aWronglySignedOneIsRightButForItsSignature() throws IOException {
        String wrong = Tokens.wronglySigned(SECRET, "alice");

        String right = Tokens.signed(SECRET, map(part(wrong, 0)), map(part(wrong, 1)));

        assertThat(wrong.split("\\.")[0]).isEqualTo(right.split("\\.")[0]);
        assertThat(wrong.split("\\.")[1]).isEqualTo(right.split("\\.")[1]);
        assertThat(wrong.split("\\.")[2]).isNotEqualTo(right.split("\\.")[2]);
    }

    private static Map<String, Object> map(JsonNode part) {
        return new ObjectMapper().convertValue(part, new TypeReference<>() {});
    }

    private static JsonNode part(String token, int index) throws IOException {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[index]));
    }
}
