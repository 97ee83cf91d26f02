package io.seqway.presence.store;

import io.seqway.protocol.bus.PresenceMessage.Arrival;

/**
 * How many connections of a user one source has in a room now.
 *
 * @param source who counts them: one hub of one gateway node, as long as it has a lease under this name
 * @param word what it says
 */
public record Connections(String source, Arrival word) {}
