package io.seqway.gateway.auth;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Ids;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Verifies and signs JWTs (RFC 7519). The algorithm is the configured one, whatever a token says; {@code exp} and a valid
 * {@code sub} are required.
 */
public final class Tokens {
    private static final String ALGORITHM = "HS256";
    private static final int MAX_NAME = 256;
    private static final int MAX_PICTURE = 1024;

    private final JWTAuth jwt;

    public Tokens(Vertx vertx, TokenOptions options) {
        // Times are checked here, to the second; the library checks signature, issuer and audience.
        JWTOptions rules = new JWTOptions().setIgnoreExpiration(true);
        if (options.issuer() != null) {
            rules.setIssuer(options.issuer());
        }
        if (options.audience() != null) {
            rules.setAudience(List.of(options.audience()));
        }
        JWTAuthOptions config = new JWTAuthOptions().setJWTOptions(rules);
        for (TokenOptions.Secret secret : options.secrets()) {
            PubSecKeyOptions key =
                    new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(secret.value());
            config.addPubSecKey(secret.kid() == null ? key : key.setId(secret.kid()));
        }
        jwt = JWTAuth.create(vertx, config);
    }

    /** The identity that a token proves; fails with a {@link Refusal}. */
    public Future<Identity> verify(String token) {
        // Composed, since claims of a wrong type make the library throw.
        return Future.succeededFuture(new TokenCredentials(token))
                .compose(jwt::authenticate)
                .recover(e -> Future.failedFuture(unauthenticated("the token is not valid")))
                .map(user -> identity(user.attributes().getJsonObject("accessToken")));
    }

    /** A new token with these claims, which must hold {@code sub}; {@code iat} and {@code exp} are set. */
    public String sign(JsonObject claims, int ttlSeconds) {
        return jwt.generateToken(
                claims, new JWTOptions().setAlgorithm(ALGORITHM).setExpiresInSeconds(ttlSeconds));
    }

    private static Identity identity(JsonObject claims) {
        long now = System.currentTimeMillis();
        if (!(claims.getValue("exp") instanceof Number exp)) {
            throw unauthenticated("the token has no exp");
        }
        // Clients are told this time, and many of them read no greater integer exactly.
        long expiresAt = (long) Math.min(exp.doubleValue() * 1000, Limits.MAX_SEQ);
        if (expiresAt <= now) {
            throw new Refusal(ErrorCode.TOKEN_EXPIRED, "the token has expired");
        }
        if (claims.getValue("nbf") instanceof Number nbf && nbf.doubleValue() * 1000 > now) {
            throw unauthenticated("the token is not valid yet");
        }
        if (!(claims.getValue("sub") instanceof String sub) || !Ids.valid(sub)) {
            throw unauthenticated("the token's sub must be " + Ids.RULE);
        }
        return new Identity(
                sub,
                shown(claims.getValue("name"), MAX_NAME),
                shown(claims.getValue("picture"), MAX_PICTURE),
                expiresAt,
                Objects.equals(claims.getValue("role"), "service"),
                rooms(claims.getValue("rooms")));
    }

    private static String shown(Object claim, int max) {
        return claim instanceof String text && text.length() <= max ? text : null;
    }

    private static List<String> rooms(Object claim) {
        List<String> rooms = new ArrayList<>();
        if (claim instanceof JsonArray array) {
            for (Object room : array) {
                if (room instanceof String name) {
                    rooms.add(name);
                }
            }
        }
        return rooms;
    }

    private static Refusal unauthenticated(String message) {
        return new Refusal(ErrorCode.UNAUTHENTICATED, message);
    }
}
