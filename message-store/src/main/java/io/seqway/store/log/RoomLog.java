package io.seqway.store.log;

import io.seqway.protocol.cluster.Partitions;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The logs of all rooms. Two names are unique over all entries, whoever writes: the entry's place
 * ({@link Entry#id()}) and the sender's message ({@link Entry#key()}). What was stored is never changed or given back,
 * but for the bodies of what was deleted, and what is below the floor of its log or is removed with its room; and a read
 * sees what a majority has on disk.
 */
public interface RoomLog {
    /**
     * Appends entries in this order, stopping at the first that cannot be stored.
     *
     * @return never fails, and completes within the time limit of the log
     */
    Future<AppendResult> append(List<Entry> entries);

    /**
     * Whether entries can be appended now. While it is false, an append is {@link AppendResult.Refused}, and entries can
     * be read by their ids.
     */
    default boolean isWritable() {
        return true;
    }

    /** The entries with these ids, those that exist, by id. */
    Future<Map<String, Entry>> byIds(Collection<String> ids);

    /** The entries with these keys, those that exist, by key. */
    Future<Map<String, Entry>> byKeys(Collection<String> keys);

    /** What the entries with these ids are, without what they say: those that exist, by id. */
    Future<Map<String, Stamp>> stamps(Collection<String> ids);

    /** Of each message among the entries with these ids, the edit or deletion with the highest version, if it has any. */
    Future<Map<String, Entry>> lastChanges(Collection<String> ids);

    /** Takes away the bodies of the target of a deletion and of all edits of it. It may be done again. */
    Future<Void> redact(Entry deletion);

    /** All that an entry demands is done: it leaves the {@link #outbox}. */
    Future<Void> settled(Entry entry);

    /**
     * Entries whose demands may not all be done yet: every one that {@link Entry#isDemanding demands} something is here from
     * when it is stored until it is {@link #settled}.
     *
     * @param partitions those of their rooms
     * @param limit at most so many
     */
    Future<List<Entry>> outbox(Collection<Integer> partitions, int limit);

    /** Those of the {@link #outbox} that say who is a member of a room: all of this log. */
    default Future<List<Entry>> unsettledMembers(LogId log) {
        return outbox(List.of(Partitions.of(log.room())), Integer.MAX_VALUE).map(entries -> entries.stream()
                .filter(entry -> entry.isMember() && entry.log().equals(log))
                .toList());
    }

    /** The floors of the logs with these names ({@link LogId#name()}), of those that have one, by name. */
    Future<Map<String, Floor>> floors(Collection<String> names);

    /** Raises a floor: neither of its numbers ever falls. Completes when a majority has it. */
    Future<Void> raise(LogId id, Floor floor);

    /** Removes the floor of a log of which nothing is left, and nothing ever will be. */
    Future<Void> removeFloor(LogId id);

    /**
     * Removes entries for good, with their names: those behind a seq, up to another one; not so many that it would take
     * long. It may be done again. Nothing may be removed that is above the floor that a majority has, unless the room was
     * removed.
     *
     * @return how many of them were there
     */
    Future<Long> remove(LogId id, long after, long upTo);

    /**
     * The first entry of the next room: of all whose names stand behind this one, of the first.
     *
     * @param room or the empty text, for the first of all
     */
    Future<Optional<FirstEntry>> behind(String room);
}
