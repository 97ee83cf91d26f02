package io.seqway.store.metrics;

import io.seqway.protocol.frame.Cursor;
import io.seqway.store.cursor.CursorStore;
import io.seqway.store.cursor.StoredCursor;
import io.seqway.store.log.LogId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Times the writes of cursors. */
public final class MeasuredCursorStore implements CursorStore {
    private final CursorStore store;
    private final StoreMetrics metrics;

    public MeasuredCursorStore(CursorStore store, StoreMetrics metrics) {
        this.store = store;
        this.metrics = metrics;
    }

    @Override
    public Future<Void> raise(List<StoredCursor> cursors) {
        long began = System.nanoTime();
        return store.raise(cursors)
                .onComplete(done -> metrics.raised(cursors.size(), System.nanoTime() - began, done.succeeded()));
    }

    @Override
    public Future<Map<String, Cursor>> byIds(Collection<String> ids) {
        return store.byIds(ids);
    }

    @Override
    public Future<List<Cursor>> ofLog(LogId log, int limit) {
        return store.ofLog(log, limit);
    }

    @Override
    public Future<List<String>> roomsOf(String userId, String after, int limit) {
        return store.roomsOf(userId, after, limit);
    }

    @Override
    public Future<Void> remove(LogId log) {
        return store.remove(log);
    }
}
