package io.seqway.gateway.presence;

/**
 * How many connections a user may have, over all nodes.
 *
 * @param perUser 1 or more
 * @param replace whether the newest ones stay; otherwise those stay that are there, and further ones are refused
 */
public record ConnectionLimit(int perUser, boolean replace) {
    /** How many a user may have where nothing is configured. */
    public static final int DEFAULT_PER_USER = 32;
}
