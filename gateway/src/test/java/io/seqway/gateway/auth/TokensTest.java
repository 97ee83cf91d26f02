package io.seqway.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.gateway.auth.TokenOptions.Secret;
import io.seqway.protocol.ErrorCode;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which tokens are believed, and what of them. */
@ExtendWith(VertxExtension.class)
class TokensTest {
    private static final String OLD = "an old secret of thirty-two bytes or more";
    private static final String NEW = "a new secret of thirty-two bytes, or more";
    private static final long NOW = System.currentTimeMillis() / 1000;

    private Verifying tokens;

    @BeforeEach
    void believeTwoSecrets(Vertx vertx) throws Exception {
        tokens = Verifying.by(vertx, new Secret("k2", NEW), new Secret("k1", OLD));
    }

    @Test
    void aTokenSaysWhoSpeaks() throws Exception {
        JsonObject claims = claims().put("name", "Ann")
                .put("picture", "http://a/b.png")
                .put("role", "service")
                .put("rooms", new JsonArray().add("a").add("team.*"));
        Identity identity = tokens.believed(signed(NEW, claims, header()));
        assertThat(identity)
                .isEqualTo(
                        new Identity("ann", "Ann", "http://a/b.png", (NOW + 60) * 1000, true, List.of("a", "team.*")));
    }

    @Test
    void eachSecretIsBelieved() throws Exception {
        tokens.believed(signed(OLD, claims(), header().put("kid", "k1")));
        tokens.believed(signed(NEW, claims(), header().put("kid", "k2")));
        tokens.believed(signed(OLD, claims(), header()));
    }

    @Test
    void anEndThatNoClientCouldReadIsTheLastOneThatItCan() throws Exception {
        assertThat(tokens.believed(signed(NEW, claims().put("exp", 1e30), header()))
                        .expiresAt())
                .isEqualTo((1L << 53) - 1);
    }

    @Test
    void aForeignSignatureIsNot() throws Exception {
        tokens.refused(signed("a foreign secret of thirty-two bytes!!!!", claims(), header()));
        tokens.refused(signed(OLD, claims(), header().put("kid", "k2")));
        tokens.refused(signed(OLD, claims(), header().put("kid", "../../etc/passwd")));
    }

    @Test
    void theAlgorithmIsNotTheTokensToChoose() throws Exception {
        for (String alg : List.of("none", "None", "nOnE", "HS512", "RS256", "")) {
            tokens.refused(signed(NEW, claims(), header().put("alg", alg)));
        }
        String unsigned = part(header().put("alg", "none")) + '.' + part(claims());
        tokens.refused(unsigned);
        tokens.refused(unsigned + '.');
    }

    @Test
    void garbageIsRefusedAndNothingMore() throws Exception {
        for (String garbage : List.of("", ".", "..", "a.b.c", "a.b.c.d", "é", "null", "x".repeat(100_000))) {
            tokens.refused(garbage);
        }
    }

    @Test
    void anEndIsRequiredAndHonouredToTheSecond() throws Exception {
        JsonObject endless = claims();
        endless.remove("exp");
        tokens.refused(signed(NEW, endless, header()));
        tokens.refused(signed(NEW, claims().put("exp", "never"), header()));
        tokens.refused(signed(NEW, claims().put("exp", NOW), header()), ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void aBeginMayBeAFewSecondsAheadSinceClocksDiffer() throws Exception {
        for (String begin : List.of("nbf", "iat")) {
            tokens.believed(signed(NEW, claims().put(begin, NOW), header()));
            tokens.believed(signed(NEW, claims().put(begin, NOW + 4), header()));
            tokens.refused(signed(NEW, claims().put(begin, NOW + 30), header()));
            tokens.refused(signed(NEW, claims().put(begin, "now"), header()));
            tokens.refused(signed(NEW, claims().putNull(begin), header()));
        }
    }

    @Test
    void whatATokenSaysMustBeUnderstoodIsNot() throws Exception {
        tokens.refused(signed(NEW, claims(), header().put("crit", new JsonArray().add("exp"))));
        tokens.refused(signed(NEW, claims(), header().put("crit", new JsonArray())));
        tokens.refused(signed(NEW, claims(), header().put("b64", false)));
    }

    @Test
    void aTokenOfAnotherKindIsNoPass() throws Exception {
        for (Object type : new Object[] {"logout+jwt", "dpop+jwt", "JWE", "", 7, new JsonArray().add("JWT")}) {
            tokens.refused(signed(NEW, claims(), header().put("typ", type)));
        }
        for (String type : List.of("JWT", "jwt", "at+jwt", "application/at+jwt")) {
            tokens.believed(signed(NEW, claims(), header().put("typ", type)));
        }
    }

    @Test
    void theUserMustHaveAnId() throws Exception {
        for (Object sub : new Object[] {"", 5, "a b", "a\u0000", "x".repeat(129), "..", new JsonObject()}) {
            tokens.refused(signed(NEW, claims().put("sub", sub), header()));
        }
    }

    @Test
    void issuerAndAudienceAreCheckedWhereTheyAreSet(Vertx vertx) throws Exception {
        Verifying strict = Verifying.by(vertx, new TokenOptions(List.of(new Secret(null, NEW)), "me", "chat"));
        strict.refused(signed(NEW, claims(), header()));
        strict.refused(signed(NEW, claims().put("iss", "me").put("aud", "shop"), header()));
        strict.refused(signed(NEW, claims().put("iss", "you").put("aud", "chat"), header()));
        strict.believed(signed(NEW, claims().put("iss", "me").put("aud", "chat"), header()));
        strict.believed(signed(
                NEW,
                claims().put("iss", "me").put("aud", new JsonArray().add("shop").add("chat")),
                header()));
    }

    @Test
    void whatIsSignedIsBelieved() throws Exception {
        String token = tokens.tokens().sign(new JsonObject().put("sub", "bob"), 60);
        assertThat(tokens.believed(token).userId()).isEqualTo("bob");
    }

    @Test
    void aTokenMayClaimAnotherRate() throws Exception {
        assertThat(claiming(limits(500, 1_000))).isEqualTo(new SendRate(500, 1_000));
        assertThat(claiming(limits(500, null))).isEqualTo(new SendRate(500, 0));
        assertThat(claiming(limits(1e300, -5))).isEqualTo(new SendRate(Integer.MAX_VALUE, 0));
        assertThat(claiming(limits("500", new JsonArray()))).isEqualTo(SendRate.NONE);
        assertThat(claiming("500")).isEqualTo(SendRate.NONE);
    }

    private static JsonObject limits(Object sendsPerSecond, Object sendBurst) {
        return new JsonObject().put("sendsPerSecond", sendsPerSecond).put("sendBurst", sendBurst);
    }

    private SendRate claiming(Object limits) throws Exception {
        return tokens.believed(signed(NEW, claims().put("limits", limits), header()))
                .claimed();
    }

    @Test
    void aRoomIsGrantedByNameOrByPrefix() {
        Identity identity = new Identity("ann", null, null, 0, false, List.of("a", "team.*"));
        assertThat(identity.grants("a")).isTrue();
        assertThat(identity.grants("team.x")).isTrue();
        assertThat(identity.grants("ab")).isFalse();
        assertThat(identity.grants("team")).isFalse();
        assertThat(new Identity("ann", null, null, 0, true, List.of()).grants("a"))
                .isTrue();
    }

    private static JsonObject header() {
        return new JsonObject().put("alg", "HS256").put("typ", "JWT");
    }

    private static JsonObject claims() {
        return new JsonObject().put("sub", "ann").put("exp", NOW + 60);
    }

    private static String signed(String secret, JsonObject claims, JsonObject header) throws Exception {
        String content = part(header) + '.' + part(claims);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return content
                + '.'
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static String part(JsonObject json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }
}
