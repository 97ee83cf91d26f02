package io.seqway.gateway.auth;

import java.util.List;

/**
 * Which tokens are believed.
 *
 * @param secrets for HS256, one at the least; the first one signs
 * @param issuer the {@code iss} that a token must have, or {@code null}
 * @param audience the {@code aud} that a token must have, or {@code null}
 */
public record TokenOptions(List<Secret> secrets, String issuer, String audience) {
    /** @throws IllegalArgumentException without a secret: every token would be believed */
    public TokenOptions {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("at least one secret is needed");
        }
        secrets = List.copyOf(secrets);
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
