package io.seqway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes JWTs by hand, good and bad ones. */
public final class Tokens {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Tokens() {}

    /** A good one: HS256, with {@code sub}, {@code iat}, {@code exp}, and further claims. */
    public static String token(String secret, String userId, Map<String, ?> claims, Duration ttl) {
        return signed(secret, header("HS256"), claims(userId, claims, ttl));
    }

    public static String token(String secret, String userId) {
        return token(secret, userId, Map.of(), Duration.ofHours(1));
    }

    /** A good one whose header names its secret. */
    public static String withKid(String kid, String secret, String userId) {
        Map<String, Object> header = header("HS256");
        header.put("kid", kid);
        return signed(secret, header, claims(userId, Map.of(), Duration.ofHours(1)));
    }

    /** {@code alg: none} with the empty signature that goes with it. */
    public static String unsigned(String userId) {
        return part(header("none")) + "." + part(claims(userId, Map.of(), Duration.ofHours(1))) + ".";
    }

    /** Rightly signed, without {@code exp}. */
    public static String withoutExpiry(String secret, String userId) {
        Map<String, Object> claims = claims(userId, Map.of(), Duration.ofHours(1));
        claims.remove("exp");
        return signed(secret, header("HS256"), claims);
    }

    /** Well made, signed by another secret. */
    public static String wronglySigned(String secret, String userId) {
        return token(secret + "-another", userId);
    }

    /** Rightly signed by HS256, whatever the header and the claims say: for all other malformed ones. */
    public static String signed(String secret, Map<String, ?> header, Map<String, ?> claims) {
        String body = part(header) + "." + part(claims);
        return body + "." + BASE64.encodeToString(hmac(secret, body));
    }

    private static Map<String, Object> header(String algorithm) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", algorithm);
        header.put("typ", "JWT");
        return header;
    }

    static Map<String, Object> claims(String userId, Map<String, ?> further, Duration ttl) {
        Instant now = Instant.now();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", userId);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(ttl).getEpochSecond());
        claims.putAll(further);
        return claims;
    }

    static String part(Map<String, ?> content) {
        return BASE64.encodeToString(
                JSON.<JsonNode>valueToTree(content).toString().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
