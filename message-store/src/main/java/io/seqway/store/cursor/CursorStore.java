package io.seqway.store.cursor;

import io.seqway.protocol.frame.Cursor;
import io.seqway.store.log.LogId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The cursors of all users in all rooms. They only rise, whoever writes them, and in whatever order. */
public interface CursorStore {
    /**
     * Raises cursors to where these are, those that are not there yet; what is not stored at all is from then on. A cursor
     * is never stored before those in front of it in the list, unless it is a {@link StoredCursor#isBeginning beginning}.
     *
     * @return fails if some of it may not be stored; it can be said again
     */
    Future<Void> raise(List<StoredCursor> cursors);

    /** The cursors with these names, those that exist, by name. */
    Future<Map<String, Cursor>> byIds(Collection<String> ids);

    /** The users of a log who have read most of it, and those first; {@code limit} of them at the most. */
    Future<List<Cursor>> ofLog(LogId log, int limit);

    /**
     * The rooms in which a user has a cursor, in rising order.
     *
     * @param after only names behind this one, or {@code null}
     * @param limit at the most so many
     */
    Future<List<String>> roomsOf(String userId, String after, int limit);

    /** Removes the cursors of a log for good. */
    Future<Void> remove(LogId log);
}
