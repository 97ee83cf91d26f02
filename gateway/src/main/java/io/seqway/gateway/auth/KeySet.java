package io.seqway.gateway.auth;

import java.util.List;

/**
 * Keys of one place.
 *
 * @param issuer the {@code iss} of the tokens that they sign, or {@code null} for any
 * @param published whether their publisher may change them: then a token without {@code kid} names its key only if no
 *     other key has the algorithm (OpenID Connect Core, section 10.1), and else is not tried against one after the other
 */
record KeySet(String issuer, List<VerificationKey> keys, boolean published) {
    KeySet {
        keys = List.copyOf(keys);
    }

    /** Whether tokens of this issuer may be signed by these keys. */
    boolean isOf(String tokenIssuer) {
        return issuer == null || issuer.equals(tokenIssuer);
    }

    /** The keys that may have signed a token with this {@code alg} and {@code kid}, which may be {@code null}. */
    List<VerificationKey> candidates(String algorithm, String kid) {
        List<VerificationKey> fitting =
                keys.stream().filter(key -> key.algorithm().equals(algorithm)).toList();
        if (kid == null) {
            return published && fitting.size() > 1 ? List.of() : fitting;
        }
        List<VerificationKey> named =
                fitting.stream().filter(key -> kid.equals(key.kid())).toList();
        return named.isEmpty()
                ? fitting.stream().filter(key -> key.kid() == null).toList()
                : named;
    }
}
