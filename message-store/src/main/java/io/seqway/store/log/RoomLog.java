package io.seqway.store.log;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The logs of all rooms. Two names are unique over all entries, whoever writes: the entry's place
 * ({@link Entry#id()}) and the sender's message ({@link Entry#key()}). What was stored is never changed or given back,
 * and a read sees what a majority has on disk.
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

    /** When the entries with these ids were stored, in ms since 1970, those that exist, by id. */
    Future<Map<String, Long>> times(Collection<String> ids);
}
