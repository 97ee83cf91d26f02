package io.seqway.store.cursor;

import io.seqway.protocol.frame.Cursor;
import io.seqway.store.log.LogId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The cursors as a plain map: what the contract says and nothing else. */
public class InMemoryCursorStore implements CursorStore {
    private final Map<String, StoredCursor> byId = new TreeMap<>();

    @Override
    public Future<Void> raise(List<StoredCursor> cursors) {
        for (StoredCursor raised : cursors) {
            byId.merge(
                    raised.id(),
                    raised,
                    (before, now) -> new StoredCursor(
                            now.log(),
                            before.cursor()
                                    .to(now.cursor().delivered(), now.cursor().read())));
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<Map<String, Cursor>> byIds(Collection<String> ids) {
        Map<String, Cursor> found = new HashMap<>();
        ids.stream()
                .filter(byId::containsKey)
                .forEach(id -> found.put(id, byId.get(id).cursor()));
        return Future.succeededFuture(found);
    }

    @Override
    public Future<List<Cursor>> ofLog(LogId log, int limit) {
        return Future.succeededFuture(byId.values().stream()
                .filter(stored -> stored.log().equals(log) && stored.isOfUser())
                .map(StoredCursor::cursor)
                .sorted(Comparator.comparingLong(Cursor::read).reversed())
                .limit(limit)
                .toList());
    }

    @Override
    public Future<Void> remove(LogId log) {
        byId.values().removeIf(stored -> stored.log().equals(log));
        return Future.succeededFuture();
    }

    @Override
    public Future<List<String>> roomsOf(String userId, String after, int limit) {
        return Future.succeededFuture(byId.values().stream()
                .filter(stored -> stored.cursor().userId().equals(userId))
                .map(stored -> stored.log().room())
                .filter(room -> after == null || room.compareTo(after) > 0)
                .sorted()
                .distinct()
                .limit(limit)
                .toList());
    }
}
