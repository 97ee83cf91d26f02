package io.seqway.gateway.auth;

import java.security.PublicKey;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * A public key, which verifies what its owner has signed.
 *
 * @param kid its name, or {@code null}
 */
record PublishedKey(String kid, String algorithm, PublicKey key) implements VerificationKey {
    @Override
    public boolean isCostly() {
        return true;
    }

    @Override
    public boolean hasSigned(String token) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, algorithm));
        try {
            signature.setCompactSerialization(token);
            signature.setKey(key);
            return signature.verifySignature();
        } catch (JoseException | RuntimeException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return (kid == null ? "one without kid" : kid) + " (" + algorithm + ")";
    }
}
