package io.seqway.presence.store;

/**
 * How many connections of a user one source has in a room now.
 *
 * @param source who counts them: one hub of one gateway node
 * @param name the user's display name, or {@code null}
 * @param count 0 or more
 */
public record Connections(String source, String user, String name, int count) {}
