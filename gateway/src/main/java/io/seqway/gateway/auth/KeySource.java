package io.seqway.gateway.auth;

import java.net.URI;

/**
 * Where public keys are read from: a JWKS (RFC 7517) or, in a file, keys and certificates in PEM.
 *
 * @param issuer the {@code iss} of the tokens that these keys sign, or {@code null} for the one of all tokens
 * @param location {@code file:}, {@code https:}, or {@code http:} to this machine itself
 */
public record KeySource(String issuer, URI location) {
    /** Whether the keys lie in a file of this machine. */
    public boolean isFile() {
        return "file".equals(location.getScheme());
    }

    /** The place as it may be shown: without a query, which may hold a secret. */
    public String shown() {
        return isFile()
                ? location.getPath()
                : location.getScheme() + "://" + location.getRawAuthority() + location.getRawPath();
    }
}
