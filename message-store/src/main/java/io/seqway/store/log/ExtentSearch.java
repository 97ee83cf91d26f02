package io.seqway.store.log;

import io.seqway.store.log.HeadSearch.Head;
import io.vertx.core.Future;
import java.util.List;

/**
 * Finds where logs begin and end, beside retention that removes entries at the same time. A search for the end takes an entry
 * that is not there for one that never was; so it counts only if the floor, which is read afterwards, is not above what was
 * found. Otherwise the end is looked for again, from the floor on.
 */
public final class ExtentSearch {
    /**
     * Where a log begins and ends.
     *
     * @param floor entries up to this seq are gone; never beyond the head
     */
    public record Extent(long floor, Head head) {}

    private static final int MAX_IDS = 1_000;

    private final HeadSearch heads;
    private final SharedReads<Floor> floors;

    public ExtentSearch(RoomLog log) {
        this.heads = new HeadSearch(log);
        this.floors = new SharedReads<>(log::floors, MAX_IDS);
    }

    /** As {@link HeadSearch#near}. */
    public Future<Extent> near(LogId log, long hint) {
        return heads.near(log, hint).compose(head -> proven(log, head));
    }

    /** As {@link HeadSearch#hurry}. */
    public void hurry(LogId log) {
        heads.hurry(log);
    }

    /** As {@link HeadSearch#from}; what was known may be gone by now. */
    public Future<Extent> from(LogId log, long known) {
        return heads.from(log, known).compose(head -> proven(log, head));
    }

    /** Entries up to this seq are gone now. */
    public Future<Long> floor(LogId log) {
        return floors.byIds(List.of(log.name()))
                .map(found -> found.getOrDefault(log.name(), Floor.NONE).seq());
    }

    private Future<Extent> proven(LogId log, Head head) {
        return floor(log)
                .compose(floor ->
                        floor <= head.seq() ? Future.succeededFuture(new Extent(floor, head)) : from(log, floor));
    }
}
