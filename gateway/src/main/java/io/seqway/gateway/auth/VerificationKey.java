package io.seqway.gateway.auth;

/** A key that tokens are signed with. Its algorithm belongs to it, and no token can ask for another. */
interface VerificationKey {
    /** Its name, or {@code null}. */
    String kid();

    /** As in a token's {@code alg}. */
    String algorithm();

    /** Whether a verification takes so long (30 µs to some ms) that an event loop should not do it. */
    boolean isCostly();

    /** Whether this key has signed the token; what cannot even be read is not signed. */
    boolean hasSigned(String token);
}
