package io.seqway.presence.store;

import io.seqway.protocol.bus.BusMessage.PresentUser;
import java.util.List;

/**
 * What a step changed in a room. Of all nodes that took part, exactly one is told of each change.
 *
 * @param online who came online
 * @param offline who went offline
 * @param dueMs in how many ms the next user of the room may go offline, or {@link #NEVER}
 */
public record Change(List<PresentUser> online, List<PresentUser> offline, long dueMs) {
    /** The {@link #dueMs} of a room in which nobody is. */
    public static final long NEVER = -1;

    /** Whether anybody came or went. */
    public boolean any() {
        return !online.isEmpty() || !offline.isEmpty();
    }
}
