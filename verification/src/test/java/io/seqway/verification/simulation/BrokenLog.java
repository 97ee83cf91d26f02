package io.seqway.verification.simulation;

import io.seqway.store.log.AppendResult;
import io.seqway.store.log.Entry;
import io.seqway.store.log.FirstEntry;
import io.seqway.store.log.Floor;
import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.seqway.store.log.Stamp;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A log that stands before the real one: each subclass makes one mistake, the one that a sequencer might make. */
abstract class BrokenLog implements RoomLog {
    private final RoomLog real;

    BrokenLog(RoomLog real) {
        this.real = real;
    }

    @Override
    public Future<AppendResult> append(List<Entry> entries) {
        return real.append(entries);
    }

    @Override
    public Future<Map<String, Entry>> byIds(Collection<String> ids) {
        return real.byIds(ids);
    }

    @Override
    public Future<Map<String, Entry>> byKeys(Collection<String> keys) {
        return real.byKeys(keys);
    }

    @Override
    public Future<Map<String, Stamp>> stamps(Collection<String> ids) {
        return real.stamps(ids);
    }

    @Override
    public Future<Map<String, Entry>> lastChanges(Collection<String> ids) {
        return real.lastChanges(ids);
    }

    @Override
    public Future<Void> redact(Entry deletion) {
        return real.redact(deletion);
    }

    @Override
    public Future<Void> settled(Entry entry) {
        return real.settled(entry);
    }

    @Override
    public Future<List<Entry>> outbox(Collection<Integer> partitions, int limit) {
        return real.outbox(partitions, limit);
    }

    @Override
    public Future<Map<String, Floor>> floors(Collection<String> names) {
        return real.floors(names);
    }

    @Override
    public Future<Void> raise(LogId id, Floor floor) {
        return real.raise(id, floor);
    }

    @Override
    public Future<Void> removeFloor(LogId id) {
        return real.removeFloor(id);
    }

    @Override
    public Future<Long> remove(LogId id, long after, long upTo) {
        return real.remove(id, after, upTo);
    }

    @Override
    public Future<Optional<FirstEntry>> behind(String room) {
        return real.behind(room);
    }

    /** Takes the head from what retention has left: does not ask whether anything was removed. */
    static final class KnowsNoFloor extends BrokenLog {
        KnowsNoFloor(RoomLog real) {
            super(real);
        }

        @Override
        public Future<Map<String, Floor>> floors(Collection<String> names) {
            return Future.succeededFuture(Map.of());
        }
    }

    /** Removes entries before it is known that a majority has the floor above them. */
    static final class DoesNotAwaitTheFloor extends BrokenLog {
        DoesNotAwaitTheFloor(RoomLog real) {
            super(real);
        }

        @Override
        public Future<Void> raise(LogId id, Floor floor) {
            super.raise(id, floor);
            return Future.succeededFuture();
        }
    }

    /** Does not wait for the first half of a write before it begins with the second. */
    static final class TwoWritesInFlight extends BrokenLog {
        TwoWritesInFlight(RoomLog real) {
            super(real);
        }

        @Override
        public Future<AppendResult> append(List<Entry> entries) {
            int half = entries.size() / 2;
            if (half == 0) {
                return super.append(entries);
            }
            Future<AppendResult> first = super.append(entries.subList(0, half));
            Future<AppendResult> second = super.append(entries.subList(half, entries.size()));
            return Future.all(first, second).map(both -> {
                if (!(first.result() instanceof AppendResult.Stored)) {
                    return first.result();
                }
                return second.result() instanceof AppendResult.Collided collided
                        ? new AppendResult.Collided(half + collided.index())
                        : second.result();
            });
        }
    }

    /** Takes a write of unknown outcome for one that failed: the rest of it is numbered anew. */
    static final class RenumbersAfterTimeout extends BrokenLog {
        RenumbersAfterTimeout(RoomLog real) {
            super(real);
        }

        @Override
        public Future<AppendResult> append(List<Entry> entries) {
            return super.append(entries)
                    .map(result -> result instanceof AppendResult.Unknown
                            ? new AppendResult.Rejected(0, "no answer in time")
                            : result);
        }
    }

    /** Says that everything is stored before it is. */
    static final class AcksBeforeCommit extends BrokenLog {
        AcksBeforeCommit(RoomLog real) {
            super(real);
        }

        @Override
        public Future<AppendResult> append(List<Entry> entries) {
            super.append(entries);
            return Future.succeededFuture(new AppendResult.Stored());
        }
    }

    /** Takes every collision for another owner's entry at the same place, as one does who does not look at it. */
    static final class TakesOwnDuplicateForFence extends BrokenLog {
        private Entry collided;

        TakesOwnDuplicateForFence(RoomLog real) {
            super(real);
        }

        @Override
        public Future<AppendResult> append(List<Entry> entries) {
            return super.append(entries).onSuccess(result -> {
                if (result instanceof AppendResult.Collided stop) {
                    collided = entries.get(stop.index());
                }
            });
        }

        @Override
        public Future<Map<String, Entry>> byIds(Collection<String> ids) {
            if (collided == null || !ids.contains(collided.id())) {
                return super.byIds(ids);
            }
            Entry own = collided;
            collided = null;
            Entry stranger = new Entry(own.log(), own.seq(), own.author(), "not-" + own.clientMsgId(), 0, "", "", 0);
            return Future.succeededFuture(Map.of(own.id(), stranger));
        }

        @Override
        public Future<Map<String, Entry>> byKeys(Collection<String> keys) {
            return Future.succeededFuture(Map.of());
        }
    }
}
