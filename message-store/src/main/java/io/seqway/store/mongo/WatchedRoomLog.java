package io.seqway.store.mongo;

import io.seqway.store.log.AppendResult;
import io.seqway.store.log.Entry;
import io.seqway.store.log.FirstEntry;
import io.seqway.store.log.Floor;
import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.seqway.store.log.Stamp;
import io.seqway.store.metrics.StoreMetrics;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A log that is not written while its unique names are not kept; it can be read all the same. */
public final class WatchedRoomLog implements RoomLog {
    private final RoomLog log;
    private final SchemaWatch watch;
    private final StoreMetrics metrics;

    public WatchedRoomLog(RoomLog log, SchemaWatch watch) {
        this(log, watch, StoreMetrics.none());
    }

    /** As the other one, and counts and times what is written. */
    public WatchedRoomLog(RoomLog log, SchemaWatch watch, StoreMetrics metrics) {
        this.log = log;
        this.watch = watch;
        this.metrics = metrics;
    }

    @Override
    public Future<AppendResult> append(List<Entry> entries) {
        return watch.intact()
                ? metrics.timed(entries.size(), () -> log.append(entries))
                : Future.succeededFuture(new AppendResult.Refused(watch.problem()));
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
    public Future<Map<String, Stamp>> stamps(Collection<String> ids) {
        return log.stamps(ids);
    }

    /** Fails rather than scan the whole log for want of the index. */
    @Override
    public Future<Map<String, Entry>> lastChanges(Collection<String> ids) {
        return watch.findsChanges() ? log.lastChanges(ids) : Future.failedFuture(watch.problem());
    }

    @Override
    public Future<Void> redact(Entry deletion) {
        return watch.intact()
                ? log.redact(deletion).onSuccess(redacted -> metrics.redacted())
                : Future.failedFuture(watch.problem());
    }

    @Override
    public Future<Void> settled(Entry entry) {
        return watch.intact() ? log.settled(entry) : Future.failedFuture(watch.problem());
    }

    @Override
    public Future<List<Entry>> unsettledMembers(LogId id) {
        return watch.intact() ? log.unsettledMembers(id) : Future.failedFuture(watch.problem());
    }

    @Override
    public Future<List<Entry>> outbox(Collection<Integer> partitions, int limit) {
        return watch.intact() ? log.outbox(partitions, limit) : Future.failedFuture(watch.problem());
    }

    @Override
    public Future<Map<String, Floor>> floors(Collection<String> names) {
        return log.floors(names);
    }

    /** Nothing is removed from a collection that may be another one. */
    @Override
    public Future<Void> raise(LogId id, Floor floor) {
        return watch.intact() ? log.raise(id, floor) : Future.failedFuture(watch.problem());
    }

    @Override
    public Future<Void> removeFloor(LogId id) {
        return watch.intact() ? log.removeFloor(id) : Future.failedFuture(watch.problem());
    }

    @Override
    public Future<Long> remove(LogId id, long after, long upTo) {
        return watch.intact()
                ? log.remove(id, after, upTo).onSuccess(metrics::trimmed)
                : Future.failedFuture(watch.problem());
    }

    @Override
    public Future<Optional<FirstEntry>> behind(String room) {
        return log.behind(room);
    }
}
