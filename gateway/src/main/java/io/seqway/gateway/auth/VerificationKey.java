package io.seqway.gateway.auth;

import io.seqway.gateway.auth.TokenOptions.Secret;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.PublicKey;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/**
 * A key that tokens are signed with. Its algorithm belongs to it, and no token can ask for another.
 *
 * @param kid its name, or {@code null}
 * @param algorithm as in a token's {@code alg}
 */
record VerificationKey(String kid, String algorithm, Key key) {
    /** The algorithm of secrets. */
    static final String HS256 = "HS256";

    static VerificationKey of(Secret secret) {
        return new VerificationKey(
                secret.kid(), HS256, new HmacKey(secret.value().getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether a verification takes so long (30 µs to some ms) that an event loop should not do it. */
    boolean isCostly() {
        return key instanceof PublicKey;
    }

    /** Whether this key has signed the token. */
    boolean hasSigned(String token) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, algorithm));
        try {
            signature.setCompactSerialization(token);
            signature.setKey(key);
            return signature.verifySignature();
        } catch (JoseException | RuntimeException e) {
            return false; // what cannot even be read is not signed
        }
    }

    @Override
    public String toString() {
        return (kid == null ? "one without kid" : kid) + " (" + algorithm + ")";
    }
}
