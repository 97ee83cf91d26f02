package io.seqway.gateway.auth;

import io.seqway.gateway.auth.TokenOptions.Secret;
import io.vertx.core.json.JsonObject;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** Signs tokens of the node's own, by HS256. */
public final class TokenSigner {
    private final VerificationKey key;

    public TokenSigner(Secret secret) {
        this(VerificationKey.of(secret));
    }

    TokenSigner(VerificationKey key) {
        this.key = key;
    }

    /** A new token with these claims, which must hold {@code sub}; {@code iat} and {@code exp} are set. */
    public String sign(JsonObject claims, int ttlSeconds) {
        long now = System.currentTimeMillis() / 1000;
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmHeaderValue(key.algorithm());
        token.setHeader("typ", "JWT");
        if (key.kid() != null) {
            token.setKeyIdHeaderValue(key.kid());
        }
        token.setPayload(
                claims.copy().put("iat", now).put("exp", now + ttlSeconds).encode());
        token.setKey(key.key());
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("a token could not be signed", e);
        }
    }
}
