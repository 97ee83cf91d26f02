package io.seqway.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.testing.JwksServer;
import io.seqway.testing.RawSocket;
import io.seqway.testing.SentFrame;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SigningKey;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Tokens that would be good if a public key were a secret, another's key one's own, or a name an address. */
class PublicKeyAttackIT {
    private static final int BAD_TOKEN = 4401;
    private static final String SECRET = "the-secret-beside-the-public-keys-of-32-bytes-or-more";
    private static final String OWN = "https://own.example";
    private static final String A = "https://a.example";
    private static final String B = "https://b.example";

    private static final SigningKey RSA = SigningKey.of("RS256", "1");
    private static final SigningKey CURVE = SigningKey.of("ES256", "2");
    private static final SigningKey OF_B = SigningKey.of("RS256", "1");
    private static final JwksServer PROVIDER_A = JwksServer.publishing(RSA, CURVE);
    private static final JwksServer PROVIDER_B = JwksServer.publishing(OF_B);
    private static final ServerProcess SERVER = ServerProcess.start(
            List.of(
                    "--jwks",
                    A + "=" + PROVIDER_A.uri() + "," + B + "=" + PROVIDER_B.uri(),
                    "--jwt-secret",
                    SECRET,
                    "--jwt-issuer",
                    OWN,
                    "--jwt-audience",
                    "chat",
                    "--host",
                    "127.0.0.1",
                    "--log-level",
                    "debug",
                    "--mongo-uri",
                    TestMongo.uri(),
                    "--mongo-database",
                    TestMongo.freshDatabase(),
                    "--redis-uri",
                    TestRedis.uri()),
            Map.of("JAVA_TOOL_OPTIONS", "-Xmx192m -XX:+ExitOnOutOfMemoryError"));

    @AfterAll
    static void theServerIsUnhurt() throws IOException {
        try (SERVER;
                PROVIDER_A;
                PROVIDER_B) {
            assertThat(handshake(RSA.signed(Map.of(), claims(A)))).isEqualTo(101);
            assertThat(SERVER.output()).doesNotContain("eyJ", "\tat ");
        }
    }

    @Test
    void a15_noAlgorithmIsNoProof() throws IOException {
        for (String none : List.of("none", "None", "nOnE", "NONE", "")) {
            String signed = RSA.signed(Map.of("alg", none), claims(A));
            assertRefused(signed);
            assertRefused(signed.substring(0, signed.lastIndexOf('.') + 1));
            assertRefused(signed.substring(0, signed.lastIndexOf('.')));
        }
    }

    @Test
    void a16_aPublicKeyIsNoSecret() throws IOException {
        for (String issuer : List.of(A, OWN)) {
            for (String known : List.of(
                    RSA.pem(), RSA.pem().strip(), String.valueOf(RSA.jwk().get("n")))) {
                for (String kid : List.of("1", "2", "other")) {
                    Map<String, Object> header = Map.of("alg", "HS256", "typ", "JWT", "kid", kid);
                    assertRefused(Tokens.signed(known, header, claims(issuer)));
                }
                assertRefused(Tokens.signed(known, Map.of("alg", "HS256", "typ", "JWT"), claims(issuer)));
            }
        }
        for (String other : List.of("RS384", "RS512", "PS256", "ES256", "EdDSA", "HS256")) {
            assertRefused(RSA.signed(Map.of("alg", other), claims(A)));
        }
        assertRefused(RSA.as("RS384", "1").signed(Map.of(), claims(A)));
    }

    @Test
    void a17_aTokenIsBelievedOnlyInItsTime() throws IOException {
        long now = Instant.now().getEpochSecond();
        assertRefused(RSA.signed(Map.of(), with(A, "exp", now)));
        assertRefused(RSA.signed(Map.of(), with(A, "nbf", now + 60)));
        assertRefused(RSA.signed(Map.of(), with(A, "iat", now + 60)));
        Map<String, Object> endless = claims(A);
        endless.remove("exp");
        assertRefused(RSA.signed(Map.of(), endless));
    }

    @Test
    void a18_aTokenForSomebodyElseOrOfAnotherKindIsRefused() throws IOException {
        assertRefused(RSA.signed(Map.of(), with(A, "aud", "shop")));
        assertRefused(RSA.signed(Map.of(), claims("https://evil.example")));
        assertRefused(RSA.signed(Map.of(), claims(OWN)));
        for (String type : List.of("logout+jwt", "dpop+jwt", "secevent+jwt", "JOSE")) {
            assertRefused(RSA.signed(Map.of("typ", type), claims(A)));
        }
        for (Object critical : List.of(List.of("exp"), List.of("b64"), List.of(), "exp", Map.of())) {
            assertRefused(RSA.signed(Map.of("crit", critical), claims(A)));
        }
    }

    @Test
    void a19_theNameOfAKeyAsksForNothingButTheKnownAddressAndThatSeldom() throws IOException {
        int before = PROVIDER_A.requests() + PROVIDER_B.requests();
        for (int i = 0; i < 40; i++) {
            for (String kid :
                    List.of("../../jwks.json?", "x' OR '1'='1", "http://127.0.0.1:1/", "\r\nFAKE LINE", "k")) {
                assertThat(handshake(RSA.as("RS256", kid + i).signed(Map.of(), claims(A))))
                        .isEqualTo(401);
            }
        }
        assertThat(PROVIDER_A.requests() + PROVIDER_B.requests() - before).isLessThanOrEqualTo(6);
        assertThat(SERVER.output()).doesNotContain("FAKE LINE", "OR '1'");
        assertAuthRefused(RSA.as("RS256", "k".repeat(32 * 1024)).signed(Map.of(), claims(A)));
    }

    @Test
    void a20_aKeyInsideTheTokenIsIgnoredAndNothingIsFetched() throws IOException {
        SigningKey own = SigningKey.of("RS256", "1");
        try (JwksServer evil = JwksServer.publishing(own)) {
            String address = evil.uri().toString();
            for (Map<String, Object> header : List.of(
                    Map.<String, Object>of("jwk", own.jwk()),
                    Map.<String, Object>of("jku", address),
                    Map.<String, Object>of("x5u", address),
                    Map.<String, Object>of("jku", address, "kid", "evil"),
                    Map.<String, Object>of("kid", address))) {
                assertRefused(own.signed(header, claims(A)));
                assertRefused(own.signed(header, claims(address)));
            }
            assertThat(evil.requests()).isZero();
        }
    }

    @Test
    void a21_twoTenantsWithTheSameKidAreNotMixedUp() throws IOException {
        assertThat(handshake(RSA.signed(Map.of(), claims(A)))).isEqualTo(101);
        assertThat(handshake(OF_B.signed(Map.of(), claims(B)))).isEqualTo(101);
        assertRefused(RSA.signed(Map.of(), claims(B)));
        assertRefused(OF_B.signed(Map.of(), claims(A)));
        assertRefused(CURVE.signed(Map.of(), claims(B)));
        assertRefused(Tokens.signed(SECRET, Map.of("alg", "HS256", "typ", "JWT"), claims(A)));
        assertThat(handshake(Tokens.signed(SECRET, Map.of("alg", "HS256", "typ", "JWT"), claims(OWN))))
                .isEqualTo(101);
    }

    @Test
    void a24_aRenewalByAnotherKeyIsNoWayToBecomeSomebodyElse() throws IOException {
        try (RawSocket socket = RawSocket.connect("127.0.0.1", SERVER.port())) {
            String token = RSA.signed(Map.of(), claims(A));
            assertThat(socket.handshake("/ws", Map.of("Authorization", "Bearer " + token))
                            .status())
                    .isEqualTo(101);
            socket.readFrame();
            socket.send(auth(OF_B.signed(Map.of(), with(B, "sub", "bob"))));
            assertThat(socket.readFrame().text()).contains("\"forbidden\"");
            socket.send(SentFrame.text("{\"type\":\"ping\"}"));
            assertThat(socket.readFrame().text()).contains("\"pong\"");
        }
    }

    /** Refused at the handshake and as a first frame. */
    private static void assertRefused(String token) throws IOException {
        assertThat(handshake(token)).as("token %s", token).isEqualTo(401);
        assertAuthRefused(token);
    }

    private static void assertAuthRefused(String token) throws IOException {
        try (RawSocket socket = RawSocket.connect("127.0.0.1", SERVER.port())) {
            assertThat(socket.handshake("/ws", Map.of()).status()).isEqualTo(101);
            socket.readFrame();
            socket.send(auth(token));
            assertThat(socket.readFrame().text()).contains("\"error\"");
            assertThat(socket.awaitClose(Duration.ofSeconds(5)).code()).isEqualTo(BAD_TOKEN);
        }
    }

    private static int handshake(String token) throws IOException {
        try (RawSocket socket = RawSocket.connect("127.0.0.1", SERVER.port())) {
            return socket.handshake("/ws", Map.of("Authorization", "Bearer " + token))
                    .status();
        }
    }

    private static SentFrame auth(String token) {
        return SentFrame.text("{\"type\":\"auth\",\"id\":1,\"token\":\"" + token + "\"}");
    }

    private static Map<String, Object> claims(String issuer) {
        return new HashMap<>(Map.of(
                "sub", "ann", "iss", issuer, "aud", "chat", "exp", Instant.now().getEpochSecond() + 3_600));
    }

    private static Map<String, Object> with(String issuer, String claim, Object value) {
        Map<String, Object> claims = claims(issuer);
        claims.put(claim, value);
        return claims;
    }
}
