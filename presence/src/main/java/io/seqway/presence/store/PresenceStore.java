package io.seqway.presence.store;

import io.seqway.protocol.bus.PresenceMessage.Present;
import io.seqway.protocol.bus.PresenceMessage.SeenUser;
import io.vertx.core.Future;
import java.util.List;

/**
 * Who is in which room, shared by all presence nodes.
 *
 * <p>A user is online in a room from the first word of a connection there until the grace after the last connection is
 * over. What a source says holds until it says otherwise, or until its lease is over; so a source that falls silent loses
 * its connections by itself. The store's clock counts, not those of the nodes. Steps in one room are atomic whichever
 * nodes take them.
 *
 * <p>A future fails when the store cannot be asked now. Futures complete on the context of the caller.
 */
public interface PresenceStore {
    /** Connects, and keeps at it until closed. Neither waits for the store nor fails because of it. */
    void open(PresenceListener listener);

    /** Whether the store can be asked now, and tells of changes; safe to call from any thread. */
    boolean available();

    /** The connections of users, which the same store keeps; once {@link #open}. */
    ConnectionStore connections();

    /** Releases everything. */
    Future<Void> close();

    /**
     * A source lives: from now on it has a lease, for one more lease time.
     *
     * @param begins whether it may have had none before
     * @return whether it has one now: one that was over and found by {@link #dead} is not given again
     */
    Future<Boolean> lease(String source, boolean begins);

    /** Takes what sources say about a room: a later element about the same source and user prevails. */
    Future<Taken> arrive(String room, List<Connections> said);

    /**
     * Takes those users offline whose grace is over; some of them at the most, and {@link Gone#dueMs} is 0 while there are
     * more.
     */
    Future<Gone> expire(String room);

    /** Some of the sources whose lease is over, until each of their rooms was {@linkplain #drop dropped}. */
    Future<List<DeadSource>> dead();

    /**
     * Takes away what a dead source had in a room: whoever has no other connection there goes offline the grace after the
     * end of the lease.
     *
     * @return as {@link Taken#dueMs}
     */
    Future<Long> drop(String room, DeadSource source);

    /**
     * Who is online in a room, in no particular order; nobody by name if there are too many. In their grace, users are
     * there with 0 connections.
     *
     * @param overdueToo also those whose grace is over and whom {@link #expire} has not taken yet: for a time in which
     *     the sources may have had no way to say their word
     */
    Future<Present> present(String room, boolean overdueToo);

    /**
     * Who is online in a room, by rising id.
     *
     * @param after behind this user, or {@code null} for the first page
     * @param limit users at the most, from 1
     */
    Future<Present> page(String room, boolean overdueToo, String after, int limit);

    /** Which of some users are online in a room. */
    Future<Present> find(String room, boolean overdueToo, List<String> users);

    /**
     * When users last went offline in any room, of those of whom that is known. Kept for 30 days, from shortly after
     * {@link #expire} told of it.
     */
    Future<List<SeenUser>> lastSeen(List<String> users);
}
