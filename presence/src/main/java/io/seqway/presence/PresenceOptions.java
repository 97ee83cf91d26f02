package io.seqway.presence;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * How presence runs. All presence nodes of a cluster should be given the same.
 *
 * @param redisUri {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://} for TLS
 * @param leaseMs for how long a gateway's word about a user's connections holds, in ms, 1 or more; gateways say theirs
 *     again well within it (every 5 s)
 * @param graceMs for how long a user without a connection still counts as online, in ms, 0 or more
 * @param commandTimeoutMs how long Redis has for an answer, in ms, 1 to 60,000
 */
public record PresenceOptions(String redisUri, long leaseMs, long graceMs, long commandTimeoutMs) {
    /** For how long a gateway's word holds unless told otherwise: two of its repeats may be lost. */
    public static final long DEFAULT_LEASE_MS = 15_000;

    /** How long a user without a connection counts as online unless told otherwise. */
    public static final long DEFAULT_GRACE_MS = 10_000;

    /** How long Redis has for an answer unless told otherwise. */
    public static final long DEFAULT_COMMAND_TIMEOUT_MS = 1_000;

    private static final long MAX_COMMAND_TIMEOUT_MS = 60_000;
    private static final Set<String> SCHEMES = Set.of("redis", "rediss");

    /** @throws IllegalArgumentException if a value is out of its range; the message names it, without its credentials */
    public PresenceOptions {
        if (!isRedisAddress(redisUri)) {
            throw new IllegalArgumentException(
                    "redis-uri is not of the form redis://[[user]:password@]host[:port][/database]");
        }
        if (leaseMs < 1 || graceMs < 0 || commandTimeoutMs < 1 || commandTimeoutMs > MAX_COMMAND_TIMEOUT_MS) {
            throw new IllegalArgumentException("presence: lease " + leaseMs + " ms, grace " + graceMs
                    + " ms, command timeout " + commandTimeoutMs + " ms: one is out of its range");
        }
    }

    /** Everything but the address at its default. */
    public static PresenceOptions of(String redisUri) {
        return new PresenceOptions(redisUri, DEFAULT_LEASE_MS, DEFAULT_GRACE_MS, DEFAULT_COMMAND_TIMEOUT_MS);
    }

    /** Leaves the address out: it may hold a password. */
    @Override
    public String toString() {
        return "PresenceOptions[leaseMs=" + leaseMs + ", graceMs=" + graceMs + ", commandTimeoutMs=" + commandTimeoutMs
                + "]";
    }

    private static boolean isRedisAddress(String text) {
        try {
            URI uri = new URI(text == null ? "" : text);
            String path = uri.getPath();
            return uri.getScheme() != null
                    && SCHEMES.contains(uri.getScheme())
                    && uri.getHost() != null
                    && (path.isEmpty() || path.matches("/\\d*"));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
