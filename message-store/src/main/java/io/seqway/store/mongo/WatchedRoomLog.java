package io.seqway.store.mongo;

import io.seqway.store.log.AppendResult;
import io.seqway.store.log.Entry;
import io.seqway.store.log.RoomLog;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A log that is not written while its unique names are not kept; it can be read all the same. */
public final class WatchedRoomLog implements RoomLog {
    private final RoomLog log;
    private final SchemaWatch watch;

    public WatchedRoomLog(RoomLog log, SchemaWatch watch) {
        this.log = log;
        this.watch = watch;
    }

    @Override
    public Future<AppendResult> append(List<Entry> entries) {
        return watch.intact() ? log.append(entries) : Future.succeededFuture(new AppendResult.Refused(watch.problem()));
    }

    @Override
    public boolean isWritable() {
        return watch.intact();
    }

    @Override
    public Future<Map<String, Entry>> byIds(Collection<String> ids) {
        return log.byIds(ids);
    }

    /** Fails rather than scan the whole log for want of the index. */
    @Override
    public Future<Map<String, Entry>> byKeys(Collection<String> keys) {
        return watch.intact() ? log.byKeys(keys) : Future.failedFuture(watch.problem());
    }

    @Override
    public Future<Map<String, Long>> times(Collection<String> ids) {
        return log.times(ids);
    }
}
