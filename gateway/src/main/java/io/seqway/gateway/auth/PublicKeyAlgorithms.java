package io.seqway.gateway.auth;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;

/** Which algorithm belongs to a public key (RFC 7518, section 3; RFC 8037). */
final class PublicKeyAlgorithms {
    private static final Set<String> RSA = Set.of("RS256", "RS384", "RS512");
    private static final Set<String> ALL = Set.of("RS256", "RS384", "RS512", "ES256", "ES384", "EdDSA");
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 8192;
    private static final int P_256 = 256;
    private static final int P_384 = 384;
    private static final String ED25519 = "Ed25519";

    private PublicKeyAlgorithms() {}

    /** Whether tokens of this algorithm are signed by keys that have a public half. */
    static boolean isOne(String algorithm) {
        return ALL.contains(algorithm);
    }

    /**
     * The algorithm of a key: the one that its publisher names, where there is a choice.
     *
     * @param named {@code null} if none is named: then RS256 for an RSA key
     * @throws UnusableKeysException if the key is of another kind, is too short or does not go with what is named
     */
    static String of(PublicKey key, String named) throws UnusableKeysException {
        String algorithm;
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
                throw new UnusableKeysException("an RSA key of " + bits + " bits, not of 2048 to 8192");
            }
            algorithm = named != null && RSA.contains(named) ? named : "RS256";
        } else if (key instanceof ECPublicKey ec) {
            algorithm = switch (ec.getParams().getCurve().getField().getFieldSize()) {
                case P_256 -> "ES256";
                case P_384 -> "ES384";
                default -> throw new UnusableKeysException("a curve that is neither P-256 nor P-384");
            };
        } else if (key instanceof EdECPublicKey ed
                && ED25519.equals(ed.getParams().getName())) {
            algorithm = "EdDSA";
        } else {
            throw new UnusableKeysException("a key that is neither RSA, EC nor Ed25519");
        }
        if (named != null && !named.equals(algorithm)) {
            throw new UnusableKeysException("its algorithm is none of RS256, RS384, RS512, ES256, ES384 and EdDSA,"
                    + " or does not go with the key");
        }
        return algorithm;
    }
}
