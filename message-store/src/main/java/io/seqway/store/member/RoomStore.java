package io.seqway.store.member;

import io.seqway.store.log.LogId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The documents of rooms that were made, and their members as far as the entries of the logs were carried over to them. A
 * read sees what a majority has on disk.
 */
public interface RoomStore {
    /** The documents of these rooms, those that exist, by the names of the rooms. */
    Future<Map<String, RoomDocument>> byNames(Collection<String> rooms);

    /**
     * Stores a document in the place of the version before, or the first version where there is none.
     *
     * @return whether it is stored: not, if there is another version. Fails if that is not known
     */
    Future<Boolean> put(RoomDocument document);

    /**
     * The rooms of these partitions that something is still to be done for.
     *
     * @param limit at most so many
     */
    Future<List<RoomDocument>> due(Collection<Integer> partitions, int limit);

    /**
     * Rooms that are there, in rising order of their names.
     *
     * @param after only names behind this one, or {@code null}
     */
    Future<List<RoomDocument>> rooms(String after, int limit);

    /** Carries over what an entry says of a member. It may be done again, and in any order: the later entry counts. */
    Future<Void> apply(LogId log, Member member);

    /**
     * The members of a room, and maybe some who are none any more, in rising order of their ids.
     *
     * @param after only users behind this one, or {@code null}
     * @param limit at the most so many; fewer only if there are no others
     */
    Future<List<Member>> membersOf(LogId log, String after, int limit);

    /**
     * The rooms that a user is a member of, in rising order; there may be some among them that were removed.
     *
     * @param after only names behind this one, or {@code null}
     */
    Future<List<String>> roomsOf(String user, String after, int limit);

    /** Removes the members of a log for good. */
    Future<Void> removeMembers(LogId log);
}
