package io.seqway.presence.store;

import io.seqway.protocol.bus.BusMessage.PresentUser;
import io.vertx.core.Future;
import java.util.List;

/**
 * Who is in which room, shared by all presence nodes.
 *
 * <p>A user is online in a room from the first word of a connection there until the grace after the last connection is
 * over. A word about connections holds for one lease and is said again within it, so that a source which falls silent
 * loses its connections by itself. The store's clock counts, not those of the nodes. Steps in one room are atomic
 * whichever nodes take them.
 *
 * <p>A future fails when the store cannot be asked now; the caller need not repeat the step, as the sources repeat all
 * they have. Futures complete on the context of the caller.
 */
public interface PresenceStore {
    /**
     * Connects, and keeps at it until closed. Neither waits for the store nor fails because of it.
     *
     * @param onAvailable called each time the store has become available
     */
    void open(Runnable onAvailable);

    /** Whether the store can be asked now; safe to call from any thread. */
    boolean available();

    /** The connections of users, which the same store keeps; once {@link #open}. */
    ConnectionStore connections();

    /** Releases everything. */
    Future<Void> close();

    /** Takes what sources say about a room: a later element about the same source and user prevails. */
    Future<Change> arrive(String room, List<Connections> said);

    /**
     * Takes those users offline whose grace is over; some of them at the most, and {@link Change#dueMs} is 0 while
     * there are more.
     */
    Future<Change> expire(String room);

    /**
     * Who is online in a room, in no particular order. In their grace, users are there with 0 connections.
     *
     * @param overdueToo also those whose grace is over and whom {@link #expire} has not taken yet: for a time in which
     *     the sources may have had no way to repeat their word
     */
    Future<List<PresentUser>> present(String room, boolean overdueToo);

    /**
     * When a user last went offline in any room, in ms since 1970; 0 if that is not known. Kept for 30 days, from
     * shortly after {@link #expire} told of it.
     */
    Future<Long> lastSeen(String user);
}
