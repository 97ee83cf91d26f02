package io.seqway.store.retention;

import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.log.Entry;
import io.seqway.store.log.Floor;
import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Cuts one log off, some entries at a time: a majority has the higher floor before they are removed. Whatever step a node dies
 * at, what it leaves is below the floor, and is removed by the next one, who finds in the floor what is known to be gone.
 */
final class Trim {
    private static final int MOST_OPEN = 1_000;

    private final RoomLog log;
    private final LogId id;
    private final long target;
    private final int batch;
    private final BiConsumer<LogId, Long> raised;
    private Floor floor;

    /**
     * @param floor as it is stored
     * @param target up to which seq all is to go
     * @param raised is told of a floor that a majority has, before anything is removed
     */
    Trim(RoomLog log, LogId id, Floor floor, long target, int batch, BiConsumer<LogId, Long> raised) {
        this.log = log;
        this.id = id;
        this.floor = floor;
        this.target = target;
        this.batch = batch;
        this.raised = raised;
    }

    LogId log() {
        return id;
    }

    String room() {
        return id.room();
    }

    /** Does the next step: whether there is another one. Nothing is wrong if it fails. */
    Future<Boolean> step() {
        if (floor.removed() < floor.seq()) {
            long upTo = Math.min(floor.seq(), floor.removed() + batch);
            return remove(upTo).map(true);
        }
        if (floor.seq() >= target) {
            return log.raise(id, floor).map(false);
        }
        long next = Math.min(target, floor.seq() + batch);
        return beforeWhatIsNotDone(next).compose(upTo -> {
            if (upTo <= floor.seq()) {
                return log.raise(id, floor).map(false);
            }
            Floor higher = new Floor(upTo, floor.removed());
            return log.raise(id, higher).compose(stored -> {
                raised.accept(id, upTo);
                floor = higher;
                return remove(upTo).map(true);
            });
        });
    }

    private Future<Void> remove(long upTo) {
        return log.remove(id, floor.removed(), upTo).map(removed -> {
            floor = new Floor(floor.seq(), upTo);
            return null;
        });
    }

    /** A deletion stays until what it has deleted is taken out of the log, a change of a member until it is carried over. */
    private Future<Long> beforeWhatIsNotDone(long upTo) {
        return log.outbox(List.of(Partitions.of(id.room())), MOST_OPEN).map(open -> {
            if (open.size() == MOST_OPEN) {
                return floor.seq(); // there may be others
            }
            return open.stream()
                            .filter(entry -> entry.log().equals(id))
                            .mapToLong(Entry::seq)
                            .reduce(upTo + 1, Math::min)
                    - 1;
        });
    }
}
