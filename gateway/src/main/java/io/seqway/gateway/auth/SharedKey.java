package io.seqway.gateway.auth;

import io.seqway.gateway.auth.TokenOptions.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;

/**
 * A secret, which signs tokens and verifies them by HS256. Vert.x's own provider does it, which knows this one key and so
 * no other algorithm; it takes microseconds.
 *
 * @param kid its name, or {@code null}
 */
record SharedKey(String kid, JWTAuth jwt) implements VerificationKey {
    private static final String HS256 = "HS256";

    static SharedKey of(Vertx vertx, Secret secret) {
        PubSecKeyOptions key = new PubSecKeyOptions().setAlgorithm(HS256).setBuffer(secret.value());
        // Times are for Claims, to the second.
        JWTAuthOptions options = new JWTAuthOptions()
                .addPubSecKey(secret.kid() == null ? key : key.setId(secret.kid()))
                .setJWTOptions(new JWTOptions().setIgnoreExpiration(true));
        return new SharedKey(secret.kid(), JWTAuth.create(vertx, options));
    }

    @Override
    public String algorithm() {
        return HS256;
    }

    @Override
    public boolean isCostly() {
        return false;
    }

    @Override
    public boolean hasSigned(String token) {
        try {
            return jwt.authenticate(new TokenCredentials(token)).succeeded();
        } catch (RuntimeException e) {
            return false; // claims of a wrong type make it throw
        }
    }

    /** A new token with these claims and {@code iat} and {@code exp}. */
    String sign(JsonObject claims, int ttlSeconds) {
        return jwt.generateToken(claims, new JWTOptions().setAlgorithm(HS256).setExpiresInSeconds(ttlSeconds));
    }

    @Override
    public String toString() {
        return (kid == null ? "one without kid" : kid) + " (" + HS256 + ")";
    }
}
