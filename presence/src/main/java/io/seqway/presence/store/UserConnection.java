package io.seqway.presence.store;

/**
 * A connection of a user, as the source says that has it.
 *
 * @param source who has it: one hub of one gateway node
 * @param session its id, unlike all others
 * @param order when it came, in us since 1970 by the store's clock: the greater, the newer; 0 if it has gone
 * @param fresh whether it has just come
 * @param most how many connections the user may have, 1 or more
 * @param replace whether the newest ones stay; otherwise those stay that are there, and a fresh one may be too many
 */
public record UserConnection(
        String source, String user, String session, long order, boolean fresh, int most, boolean replace) {}
