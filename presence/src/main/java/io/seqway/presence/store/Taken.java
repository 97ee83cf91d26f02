package io.seqway.presence.store;

import java.util.Set;

/**
 * What became of words about a room.
 *
 * @param dueMs in how many ms the next user of the room may go offline, or {@link #NEVER}
 * @param unknown sources that have no lease, of which nothing was taken
 */
public record Taken(long dueMs, Set<String> unknown) {
    /** The {@link #dueMs} of a room that nobody is about to leave. */
    public static final long NEVER = -1;
}
