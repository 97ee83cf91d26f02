package io.seqway.verification.simulation;

import io.seqway.protocol.frame.Cursor;
import io.seqway.store.cursor.CursorStore;
import io.seqway.store.cursor.StoredCursor;
import io.seqway.store.log.LogId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** No clients of the simulation say how far they are: nothing of it is kept. */
final class CursorClient implements CursorStore {
    @Override
    public Future<Void> raise(List<StoredCursor> cursors) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Map<String, Cursor>> byIds(Collection<String> ids) {
        return Future.succeededFuture(Map.of());
    }

    @Override
    public Future<List<Cursor>> ofLog(LogId log, int limit) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Void> remove(LogId log) {
        return Future.succeededFuture();
    }

    @Override
    public Future<List<String>> roomsOf(String userId, String after, int limit) {
        return Future.succeededFuture(List.of());
    }
}
