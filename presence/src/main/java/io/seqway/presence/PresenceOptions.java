package io.seqway.presence;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * How presence runs. All presence nodes of a cluster should be given the same.
 *
 * @param redisUri {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://} for TLS; several of them,
 *     separated by commas, are nodes of one Redis Cluster
 * @param leaseMs for how long what a gateway said holds after it was heard last, in ms, 1 or more; gateways say that they
 *     live well within it (every 5 s)
 * @param graceMs for how long a user without a connection still counts as online, in ms, 0 or more
 * @param named up to how many users of a room are told by name unless they are asked for, 1 or more
 * @param commandTimeoutMs how long Redis has for an answer, in ms, 1 to 60,000
 */
public record PresenceOptions(String redisUri, long leaseMs, long graceMs, int named, long commandTimeoutMs) {
    /** For how long a gateway's words hold unless told otherwise: two of its signs of life may be lost. */
    public static final long DEFAULT_LEASE_MS = 15_000;

    /** How long a user without a connection counts as online unless told otherwise. */
    public static final long DEFAULT_GRACE_MS = 10_000;

    /** Up to how many users of a room are told by name unless told otherwise. */
    public static final int DEFAULT_NAMED = 500;

    /** How long Redis has for an answer unless told otherwise. */
    public static final long DEFAULT_COMMAND_TIMEOUT_MS = 1_000;

    private static final long MAX_COMMAND_TIMEOUT_MS = 60_000;
    private static final Set<String> SCHEMES = Set.of("redis", "rediss");

    /** @throws IllegalArgumentException if a value is out of its range; the message names it, without its credentials */
    public PresenceOptions {
        List<String> uris = split(redisUri);
        if (!uris.stream().allMatch(PresenceOptions::isRedisAddress)) {
            throw new IllegalArgumentException(
                    "redis-uri is not of the form redis://[[user]:password@]host[:port][/database]");
        }
        if (uris.size() > 1 && !uris.stream().allMatch(uri -> database(uri) == 0)) {
            throw new IllegalArgumentException("redis-uri: a Redis Cluster has no database but 0");
        }
        if (leaseMs < 1
                || graceMs < 0
                || named < 1
                || commandTimeoutMs < 1
                || commandTimeoutMs > MAX_COMMAND_TIMEOUT_MS) {
            throw new IllegalArgumentException("presence: lease " + leaseMs + " ms, grace " + graceMs + " ms, named "
                    + named + ", command timeout " + commandTimeoutMs + " ms: one is out of its range");
        }
    }

    /** Everything but the address at its default. */
    public static PresenceOptions of(String redisUri) {
        return new PresenceOptions(
                redisUri, DEFAULT_LEASE_MS, DEFAULT_GRACE_MS, DEFAULT_NAMED, DEFAULT_COMMAND_TIMEOUT_MS);
    }

    /** The same, but for how many are named. */
    public PresenceOptions naming(int most) {
        return new PresenceOptions(redisUri, leaseMs, graceMs, most, commandTimeoutMs);
    }

    /** The addresses one by one, one at the least. */
    public List<String> uris() {
        return split(redisUri);
    }

    /** Whether the addresses are those of a Redis Cluster. */
    public boolean isCluster() {
        return uris().size() > 1;
    }

    /** The number of the database in Redis. */
    public int database() {
        return database(uris().get(0));
    }

    /** Leaves the address out: it may hold a password. */
    @Override
    public String toString() {
        return "PresenceOptions[leaseMs=" + leaseMs + ", graceMs=" + graceMs + ", named=" + named
                + ", commandTimeoutMs=" + commandTimeoutMs + "]";
    }

    private static List<String> split(String uris) {
        return Arrays.stream((uris == null ? "" : uris).split(",", -1))
                .map(String::strip)
                .toList();
    }

    private static int database(String uri) {
        String path = URI.create(uri).getPath();
        return path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
    }

    private static boolean isRedisAddress(String text) {
        try {
            URI uri = new URI(text);
            String path = uri.getPath();
            return uri.getScheme() != null
                    && SCHEMES.contains(uri.getScheme())
                    && uri.getHost() != null
                    && (path.isEmpty() || path.matches("/\\d{0,9}"));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
