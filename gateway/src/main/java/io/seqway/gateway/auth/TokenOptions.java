package io.seqway.gateway.auth;

import java.util.List;

/**
 * Which tokens are believed.
 *
 * @param secrets for HS256; the first one signs
 * @param publicKeys where the keys of the other algorithms are read from
 * @param issuer the {@code iss} that a token must have where its key has no issuer of its own, or {@code null}
 * @param audience the {@code aud} that a token must have, or {@code null}
 * @param refreshMs how old keys may become that came from a URL, in ms, before they are asked for again
 */
public record TokenOptions(
        List<Secret> secrets, List<KeySource> publicKeys, String issuer, String audience, long refreshMs) {
    /** How old keys from a URL may become where nothing else is said: 10 minutes, in ms. */
    public static final long DEFAULT_REFRESH_MS = 600_000;

    /** @throws IllegalArgumentException without any key: there would be nobody to believe */
    public TokenOptions {
        if (secrets.isEmpty() && publicKeys.isEmpty()) {
            throw new IllegalArgumentException("at least one secret or one source of public keys is needed");
        }
        secrets = List.copyOf(secrets);
        publicKeys = List.copyOf(publicKeys);
    }

    /** Secrets only. */
    public TokenOptions(List<Secret> secrets, String issuer, String audience) {
        this(secrets, List.of(), issuer, audience, DEFAULT_REFRESH_MS);
    }

    /**
     * A shared secret.
     *
     * @param kid the {@code kid} of the tokens it signs, or {@code null}
     * @param value 32 bytes at the least
     */
    public record Secret(String kid, String value) {
        @Override
        public String toString() {
            return "Secret[kid=" + kid + "]";
        }
    }
}
