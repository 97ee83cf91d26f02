package io.seqway.presence.store;

import io.seqway.protocol.bus.PresenceMessage.SeenUser;
import java.util.List;

/**
 * Who went offline in a room. Of all nodes that took part, exactly one is told here.
 *
 * @param users since when each of them is gone
 * @param dueMs as in {@link Taken}
 */
public record Gone(List<SeenUser> users, long dueMs) {}
