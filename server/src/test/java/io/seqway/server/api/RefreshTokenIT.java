package io.seqway.server.api;

import static io.seqway.server.api.ApiServer.service;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seqway.server.TestServer;
import io.seqway.testing.SocketClient;
import io.seqway.testing.Tokens;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A token that is still good gives a new one, which says the same and lasts as long. */
class RefreshTokenIT {
    private static final String REFRESH = "/api/auth/refresh";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiServer server = ApiServer.shared();

    @Test
    void theNewOneLastsAsLongAsTheOldOneDidAndSaysTheSame() throws IOException {
        long signed = Instant.now().getEpochSecond() - 300;
        Map<String, ?> claims = Map.of(
                "iat", signed, "exp", signed + 600, "jti", "once", "name", "Ann", "rooms", List.of("lobby"), "x", 1);
        String old = Tokens.token(TestServer.SECRET, ApiServer.fresh("ann"), claims, Duration.ofHours(1));
        JsonNode answer = server.post(REFRESH, old, "").is(200).json();

        JsonNode renewed = claims(answer.path("token").asText());
        long begin = renewed.path("iat").asLong();
        assertThat(begin).isBetween(signed + 300, signed + 320);
        assertThat(renewed.path("exp").asLong()).isEqualTo(begin + 600);
        assertThat(answer.path("expiresAt").asLong())
                .isEqualTo(renewed.path("exp").asLong() * 1000);
        assertThat(renewed.path("sub")).isEqualTo(claims(old).path("sub"));
        assertThat(renewed.path("name").asText()).isEqualTo("Ann");
        assertThat(renewed.path("rooms")).isEqualTo(JSON.valueToTree(List.of("lobby")));
        assertThat(renewed.path("x").asInt()).isEqualTo(1);
        assertThat(renewed.has("jti")).isFalse();
        try (SocketClient socket = server.socket(answer.path("token").asText())) {
            assertThat(socket.await("welcome").path("userId")).isEqualTo(renewed.path("sub"));
        }
    }

    @Test
    void withoutATimeOfSigningItIsNotKnownHowLongTheOldOneWasMeantToLast() throws IOException {
        long end = Instant.now().getEpochSecond() + 600;
        String old = Tokens.signed(
                TestServer.SECRET,
                Map.of("alg", "HS256", "typ", "JWT"),
                Map.of("sub", ApiServer.fresh("ann"), "exp", end));
        JsonNode answer = server.post(REFRESH, old, "").is(200).json();
        assertThat(claims(answer.path("token").asText()).path("exp").asLong()).isBetween(end - 5, end);
    }

    @Test
    void oneThatHasEndedGivesNone() {
        String ended = Tokens.token(TestServer.SECRET, "ann", Map.of(), Duration.ofSeconds(-1));
        server.post(REFRESH, ended, "").isProblem(401, "token-expired");
    }

    @Test
    void aServiceStaysOne() throws IOException {
        JsonNode answer = server.post(REFRESH, service(), "").is(200).json();
        assertThat(claims(answer.path("token").asText()).path("role").asText()).isEqualTo("service");
    }

    private static JsonNode claims(String token) throws IOException {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }
}
