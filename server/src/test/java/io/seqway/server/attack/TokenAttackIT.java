package io.seqway.server.attack;

import static io.seqway.server.attack.AttackedServer.OTHER_SECRET;
import static io.seqway.server.attack.AttackedServer.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.embedded.FreePorts;
import io.seqway.testing.RawSocket;
import io.seqway.testing.SentFrame;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.SocketClose;
import io.seqway.testing.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tokens that prove nothing, and what may be said without one. */
class TokenAttackIT {
    private static final int BAD_TOKEN = 4401;
    private static final int TIMEOUT = 4408;
    private static final int TOO_BIG = 1009;
    /** Signs like an empty one, which Java takes for a mistake. */
    private static final String NO_SECRET = "\u0000";

    private static final Map<String, Object> HS256 = Map.of("alg", "HS256", "typ", "JWT");

    private final AttackedServer server = AttackedServer.open();
    private final AttackedServer strict = AttackedServer.strict();

    @AfterAll
    static void theServersAreUnhurt() {
        AttackedServer.open().assertUnhurt();
        AttackedServer.strict().assertUnhurt();
    }

    @Test
    void limits_aTokenRaisesItsRateToTheCeilingAndNoFurther() {
        Map<String, Integer> modest = Map.of("sendsPerSecond", 500, "sendBurst", 150);
        Map<String, Object> greedy = Map.of("sendsPerSecond", 1e300, "sendBurst", Integer.MAX_VALUE);
        try (SocketClient five = server.client(AttackedServer.fresh("five"), Map.of("limits", modest));
                SocketClient all = server.client(AttackedServer.fresh("all"), Map.of("limits", greedy))) {
            assertThat(five.await("welcome").at("/limits/sendsPerSecond").asInt())
                    .isEqualTo(500);
            assertThat(five.await("welcome").at("/limits/sendBurst").asInt()).isEqualTo(200);
            assertThat(all.await("welcome").at("/limits/sendsPerSecond").asInt())
                    .isEqualTo(1_000);
            assertThat(all.await("welcome").at("/limits/sendBurst").asInt()).isEqualTo(2_000);
        }
    }

    @Test
    void a15_noAlgorithmIsNoProof() throws IOException {
        for (String none : List.of("none", "None", "nOnE", "NONE", "")) {
            String signed = Tokens.signed(SECRET, Map.of("alg", none), claims("ann"));
            assertRefused(server, signed);
            assertRefused(server, signed.substring(0, signed.lastIndexOf('.') + 1));
            assertRefused(server, signed.substring(0, signed.lastIndexOf('.')));
        }
        assertRefused(server, Tokens.unsigned("ann"));
        assertRefused(server, Tokens.signed(SECRET, Map.of("typ", "JWT"), claims("ann")));
    }

    @Test
    void a16_theTokenDoesNotChooseTheAlgorithm() throws IOException {
        for (String other : List.of("HS384", "HS512", "RS256", "ES256", "EdDSA", "hs256", "HMAC", "dir")) {
            assertRefused(server, Tokens.signed(SECRET, Map.of("alg", other), claims("ann")));
        }
        for (Object odd : List.of(7, true, List.of("HS256"), Map.of("alg", "HS256"))) {
            assertRefused(server, Tokens.signed(SECRET, Map.of("alg", odd), claims("ann")));
        }
        assertRefused(server, Tokens.wronglySigned(SECRET, "ann"));
        assertRefused(server, Tokens.token(NO_SECRET, "ann"));
    }

    @Test
    void a17_aTokenIsBelievedOnlyInItsTime() throws IOException {
        long now = Instant.now().getEpochSecond();
        assertRefused(server, Tokens.withoutExpiry(SECRET, "ann"));
        assertRefused(server, Tokens.token(SECRET, "ann", Map.of(), Duration.ofSeconds(-1)), "token-expired");
        for (Object exp : Arrays.asList(0, -1, -1e300, now)) {
            assertRefused(server, with("exp", exp), "token-expired");
        }
        for (Object exp : Arrays.asList(null, "", String.valueOf(now + 60), true, List.of(now + 60), Map.of())) {
            assertRefused(server, with("exp", exp));
        }
        for (Object nbf : Arrays.asList(now + 60, 1e300, String.valueOf(now + 60), List.of(now), true)) {
            assertRefused(server, with("nbf", nbf));
        }
    }

    @Test
    void a18_aTokenForSomebodyElseIsRefused() throws IOException {
        for (Map<String, Object> wrong : List.of(
                Map.<String, Object>of("aud", "shop"),
                Map.<String, Object>of("aud", List.of("shop", "mail")),
                Map.<String, Object>of("aud", ""),
                Map.<String, Object>of("iss", "https://evil.example"),
                Map.<String, Object>of("iss", AttackedServer.ISSUER + "/"),
                Map.<String, Object>of("iss", 7))) {
            assertRefused(strict, strict.token("ann", wrong, Duration.ofHours(1)));
        }
        assertRefused(strict, Tokens.token(SECRET, "ann", Map.of("iss", AttackedServer.ISSUER), Duration.ofHours(1)));
        assertRefused(strict, Tokens.token(SECRET, "ann", Map.of("aud", AttackedServer.AUDIENCE), Duration.ofHours(1)));
    }

    @Test
    void a19_theNameOfAKeyIsNotUsedForAnything() throws IOException {
        for (String kid :
                List.of("../../../../dev/null", "/dev/null", "first' OR '1'='1", "file:///etc/passwd", "", "\u0000")) {
            assertRefused(server, Tokens.withKid(kid, NO_SECRET, "ann"));
            assertRefused(strict, Tokens.withKid(kid, NO_SECRET, "ann"));
        }
        String huge = Tokens.withKid("k".repeat(40 * 1024), SECRET + "-another", "ann");
        long began = System.nanoTime();
        assertAuthRefused(server, huge, "unauthenticated");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        try (RawSocket socket = server.stranger()) {
            socket.send(auth(Tokens.withKid("k".repeat(1024 * 1024), SECRET, "ann")));
            assertThat(socket.awaitClose().code()).isEqualTo(TOO_BIG);
        }
    }

    @Test
    void a20_aKeyInsideTheTokenIsIgnoredAndNothingIsFetched() throws IOException {
        try (ServerSocket trap = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + trap.getLocalPort() + "/jwks.json";
            String key = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString("evil".repeat(8).getBytes());
            for (Map<String, Object> embedded : List.of(
                    Map.<String, Object>of("jwk", Map.of("kty", "oct", "alg", "HS256", "k", key)),
                    Map.<String, Object>of("jku", address),
                    Map.<String, Object>of("x5u", address),
                    Map.<String, Object>of("x5c", List.of("MIIB")),
                    Map.<String, Object>of("jku", address, "kid", "evil", "crit", List.of("jku")))) {
                Map<String, Object> header = new HashMap<>(HS256);
                header.putAll(embedded);
                assertRefused(server, Tokens.signed("evil".repeat(8), header, claims("ann")));
            }
            Map<String, Object> claims = new HashMap<>(claims("ann"));
            claims.put("iss", address);
            assertRefused(server, Tokens.signed("evil".repeat(8), HS256, claims));
            trap.setSoTimeout(200);
            Assertions.assertThatThrownBy(trap::accept)
                    .as("a call to the address in the token")
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void a21_aSecretSignsOnlyUnderItsOwnName() throws IOException {
        Map<String, Object> claims = new HashMap<>(claims("ann"));
        claims.put("iss", AttackedServer.ISSUER);
        claims.put("aud", AttackedServer.AUDIENCE);
        String second = strict.spent(Tokens.signed(OTHER_SECRET, withKid("second"), claims));
        assertThat(strict.handshake(Map.of("Authorization", "Bearer " + second)).status())
                .isEqualTo(101);
        for (String kid : List.of("first", "third", "Second", "second ", "")) {
            assertRefused(strict, Tokens.signed(OTHER_SECRET, withKid(kid), claims));
        }
        assertRefused(strict, Tokens.signed(SECRET, withKid("second"), claims));
    }

    @Test
    void a22_aUserIdThatIsNoIdIsRefused() throws IOException {
        for (Object sub : Arrays.asList(
                "",
                ".",
                "..",
                "a b",
                "a/b",
                "a\u0000b",
                "a\r\nb",
                "\u001b[31m",
                "\u202eevil",
                "ann$",
                "a".repeat(129),
                "a".repeat(10 * 1024),
                7,
                true,
                null,
                List.of("ann"),
                Map.of("$gt", ""))) {
            assertAuthRefused(server, with("sub", sub), "unauthenticated");
        }
        Map<String, Object> nobody = new HashMap<>(claims("ann"));
        nobody.remove("sub");
        assertRefused(server, Tokens.signed(SECRET, HS256, nobody));
    }

    @Test
    void a23_aConnectionEndsWithItsToken() {
        String token = server.token("ann", Map.of(), Duration.ofSeconds(2));
        try (SocketClient client = SocketClient.connect(
                server.process().ws("/ws"), Map.of("Authorization", "Bearer " + token), List.of())) {
            long expiresAt = client.await("token-expiring").path("expiresAt").asLong();
            assertThat(client.await("error").path("code").asText()).isEqualTo("token-expired");
            assertThat(client.awaitClose().code()).isEqualTo(BAD_TOKEN);
            assertThat(System.currentTimeMillis() - expiresAt).isBetween(0L, 2_000L);
        }
    }

    @Test
    void a24_aConnectionCannotBecomeSomebodyElse() {
        String room = AttackedServer.fresh("room");
        try (SocketClient client = server.member("ann", room)) {
            JsonNode answer = client.request(Map.of("type", "auth", "token", server.token("bob")));
            assertThat(answer.path("code").asText()).isEqualTo("forbidden");
            client.request(Map.of("type", "send", "room", room, "clientMsgId", "1", "body", "still me"));
            assertThat(client.await("message").path("sender").asText()).isEqualTo("ann");
        }
    }

    @Test
    void a25_authTwiceRenewsAndABadRenewalChangesNothing() {
        try (SocketClient client = server.client("ann")) {
            String longer = server.token("ann", Map.of(), Duration.ofHours(2));
            JsonNode renewed = client.request(Map.of("type", "auth", "token", longer));
            assertThat(renewed.path("type").asText()).isEqualTo("authenticated");
            assertThat(renewed.path("userId").asText()).isEqualTo("ann");
            String bad = server.spent(Tokens.wronglySigned(SECRET, "ann"));
            JsonNode refused = client.request(Map.of("type", "auth", "token", bad));
            assertThat(refused.path("code").asText()).isEqualTo("unauthenticated");
            JsonNode joined = client.request(Map.of("type", "join", "room", AttackedServer.fresh("room")));
            assertThat(joined.path("type").asText()).isEqualTo("joined");
        }
    }

    @Test
    void a26_nothingIsDoneForAStrangerAndItsTimeIsShort() throws IOException {
        String room = AttackedServer.fresh("room");
        try (RawSocket stranger = server.stranger();
                SocketClient member = server.member("ann", room)) {
            for (String frame : List.of(
                    "{\"type\":\"join\",\"room\":\"%s\"}",
                    "{\"type\":\"resume\",\"rooms\":{\"%s\":0}}",
                    "{\"type\":\"send\",\"room\":\"%s\",\"clientMsgId\":\"1\",\"body\":1}",
                    "{\"type\":\"history\",\"room\":\"%s\",\"after\":0}",
                    "{\"type\":\"presence\",\"room\":\"%s\"}",
                    "{\"type\":\"leave\",\"room\":\"%s\"}")) {
                stranger.send(SentFrame.text(frame.formatted(room)));
                assertThat(stranger.readFrame().text()).contains("\"error\"", "\"unauthenticated\"");
            }
            member.request(Map.of("type", "send", "room", room, "clientMsgId", "1", "body", "secret"));
            stranger.send(SentFrame.text("{\"type\":\"ping\"}"));
            assertThat(stranger.readFrame().text()).contains("\"pong\"");
        }
        try (RawSocket stranger = strict.stranger()) {
            long began = System.nanoTime();
            for (int i = 0; i < 10; i++) {
                stranger.send(SentFrame.text("{\"type\":\"ping\"}"));
            }
            SocketClose close = stranger.awaitClose();
            assertThat(close.code()).isEqualTo(TIMEOUT);
            assertThat(close.reason()).contains("auth-seconds");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    @Tag(OwnProcess.TAG)
    void a27_aServerWithoutAKeyDoesNotStart() {
        for (List<String> settings : List.of(
                List.<String>of(),
                List.of("--jwt-secret", ""),
                List.of("--jwt-secret", "short"),
                List.of("--jwt-secret", "kid:"))) {
            List<String> arguments = new ArrayList<>(
                    List.of("--mongo-uri", "mongodb://127.0.0.1:1", "--redis-uri", "redis://127.0.0.1:1"));
            arguments.addAll(settings);
            try (ServerProcess keyless = ServerProcess.launch(arguments, Map.of(), FreePorts.next())) {
                assertThat(keyless.awaitExit()).isNotZero();
                assertThat(keyless.output().strip().lines())
                        .hasSize(1)
                        .first()
                        .asString()
                        .contains("jwt-secret");
            }
        }
    }

    /** Refused at the handshake and as a first frame. */
    private static void assertRefused(AttackedServer server, String token) throws IOException {
        assertRefused(server, token, "unauthenticated");
    }

    private static void assertRefused(AttackedServer server, String token, String code) throws IOException {
        server.spent(token);
        assertThat(server.handshake(Map.of("Authorization", "Bearer " + token)).status())
                .as("token %s", token)
                .isEqualTo(401);
        assertAuthRefused(server, token, code);
    }

    private static void assertAuthRefused(AttackedServer server, String token, String code) throws IOException {
        server.spent(token);
        try (RawSocket socket = server.stranger()) {
            socket.send(auth(token));
            assertThat(socket.readFrame().text()).contains("\"error\"", '"' + code + '"');
            assertThat(socket.awaitClose().code()).isEqualTo(BAD_TOKEN);
        }
    }

    private static SentFrame auth(String token) {
        return SentFrame.text("{\"type\":\"auth\",\"id\":1,\"token\":\"" + token + "\"}");
    }

    private static Map<String, Object> claims(String user) {
        return Map.of("sub", user, "exp", Instant.now().getEpochSecond() + 3_600);
    }

    /** A rightly signed token with one claim of this kind. */
    private static String with(String claim, Object value) {
        Map<String, Object> claims = new HashMap<>(claims("ann"));
        claims.put(claim, value);
        return Tokens.signed(SECRET, HS256, claims);
    }

    private static Map<String, Object> withKid(String kid) {
        Map<String, Object> header = new HashMap<>(HS256);
        header.put("kid", kid);
        return header;
    }
}
