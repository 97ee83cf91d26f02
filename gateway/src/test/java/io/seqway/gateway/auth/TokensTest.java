package io.seqway.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.gateway.auth.TokenOptions.Secret;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.vertx.core.Future;
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

    private Tokens tokens;

    @BeforeEach
    void believeTwoSecrets(Vertx vertx) {
        tokens = new Tokens(vertx, new TokenOptions(List.of(new Secret("k2", NEW), new Secret("k1", OLD)), null, null));
    }

    @Test
    void aTokenSaysWhoSpeaks() throws Exception {
        JsonObject claims = claims().put("name", "Ann")
                .put("picture", "http://a/b.png")
                .put("role", "service")
                .put("rooms", new JsonArray().add("a").add("team.*"));
        Identity identity = tokens.verify(signed(NEW, claims, header())).result();
        assertThat(identity)
                .isEqualTo(
                        new Identity("ann", "Ann", "http://a/b.png", (NOW + 60) * 1000, true, List.of("a", "team.*")));
    }

    @Test
    void eachSecretIsBelieved() throws Exception {
        assertThat(tokens.verify(signed(OLD, claims(), header().put("kid", "k1")))
                        .succeeded())
                .isTrue();
        assertThat(tokens.verify(signed(NEW, claims(), header().put("kid", "k2")))
                        .succeeded())
                .isTrue();
        assertThat(tokens.verify(signed(OLD, claims(), header())).succeeded()).isTrue();
    }

    @Test
    void anEndThatNoClientCouldReadIsTheLastOneThatItCan() throws Exception {
        assertThat(tokens.verify(signed(NEW, claims().put("exp", 1e30), header()))
                        .result()
                        .expiresAt())
                .isEqualTo((1L << 53) - 1);
    }

    @Test
    void aForeignSignatureIsNot() throws Exception {
        refused(tokens.verify(signed("a foreign secret of thirty-two bytes!!!!", claims(), header())));
        refused(tokens.verify(signed(OLD, claims(), header().put("kid", "k2"))));
        refused(tokens.verify(signed(OLD, claims(), header().put("kid", "../../etc/passwd"))));
    }

    @Test
    void theAlgorithmIsNotTheTokensToChoose() throws Exception {
        for (String alg : List.of("none", "None", "nOnE", "HS512", "RS256", "")) {
            refused(tokens.verify(signed(NEW, claims(), header().put("alg", alg))));
        }
        String unsigned = part(header().put("alg", "none")) + '.' + part(claims());
        refused(tokens.verify(unsigned));
        refused(tokens.verify(unsigned + '.'));
    }

    @Test
    void garbageIsRefusedAndNothingMore() {
        for (String garbage : List.of("", ".", "..", "a.b.c", "a.b.c.d", "é", "null", "x".repeat(100_000))) {
            refused(tokens.verify(garbage));
        }
    }

    @Test
    void anEndIsRequiredAndHonouredToTheSecond() throws Exception {
        JsonObject endless = claims();
        endless.remove("exp");
        refused(tokens.verify(signed(NEW, endless, header())));
        refused(tokens.verify(signed(NEW, claims().put("exp", "never"), header())));
        Future<Identity> expired = tokens.verify(signed(NEW, claims().put("exp", NOW), header()));
        assertThat(((Refusal) expired.cause()).code()).isEqualTo(ErrorCode.TOKEN_EXPIRED);
        refused(tokens.verify(signed(NEW, claims().put("nbf", NOW + 30), header())));
    }

    @Test
    void theUserMustHaveAnId() throws Exception {
        for (Object sub : new Object[] {"", 5, "a b", "a\u0000", "x".repeat(129), "..", new JsonObject()}) {
            refused(tokens.verify(signed(NEW, claims().put("sub", sub), header())));
        }
    }

    @Test
    void issuerAndAudienceAreCheckedWhereTheyAreSet(Vertx vertx) throws Exception {
        Tokens strict = new Tokens(vertx, new TokenOptions(List.of(new Secret(null, NEW)), "me", "chat"));
        refused(strict.verify(signed(NEW, claims(), header())));
        refused(strict.verify(signed(NEW, claims().put("iss", "me").put("aud", "shop"), header())));
        refused(strict.verify(signed(NEW, claims().put("iss", "you").put("aud", "chat"), header())));
        assertThat(strict.verify(signed(NEW, claims().put("iss", "me").put("aud", "chat"), header()))
                        .succeeded())
                .isTrue();
    }

    @Test
    void whatIsSignedIsBelieved() {
        String token = tokens.sign(new JsonObject().put("sub", "bob"), 60);
        assertThat(tokens.verify(token).result().userId()).isEqualTo("bob");
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

    private static void refused(Future<Identity> verified) {
        assertThat(verified.cause()).isInstanceOf(Refusal.class);
        assertThat(((Refusal) verified.cause()).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
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
