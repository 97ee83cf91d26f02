package io.seqway.store.room;

import io.seqway.store.cursor.CursorStore;
import io.seqway.store.log.ExtentSearch;
import io.seqway.store.log.Floor;
import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.seqway.store.member.RoomDocument;
import io.seqway.store.member.RoomStore;
import io.seqway.store.sequence.Scheduler;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with rooms that were made or removed and are not done yet: gives them their members, and removes what is left of
 * their logs, floors, members and cursors, from the end of each log, so that where it ends can be found again whenever that was
 * interrupted. The documents of the rooms say what is due, and outlive this node.
 */
public final class Graves {
    /** Every how many ms it is looked for rooms that nobody here knows of. */
    public static final long LOOK_MS = 30_000;

    private static final Logger LOG = LoggerFactory.getLogger(Graves.class);
    private static final int MAX_AT_ONCE = 2;
    private static final int PAGE = 100;
    private static final int ENTRIES = 500;
    private static final long RETRY_MS = 1_000;

    private final RoomStore rooms;
    private final RoomLog log;
    private final CursorStore cursors;
    private final RoomRegistry registry;
    private final ExtentSearch extents;
    private final Scheduler scheduler;
    private final Supplier<Collection<Integer>> owned;
    private final ArrayDeque<RoomDocument> waiting = new ArrayDeque<>();
    private final Set<String> known = new HashSet<>();
    private int underWay;
    private boolean looking;

    /** @param owned the partitions that this node owns now */
    public Graves(
            RoomStore rooms,
            RoomLog log,
            CursorStore cursors,
            RoomRegistry registry,
            Scheduler scheduler,
            Supplier<Collection<Integer>> owned) {
        this.rooms = rooms;
        this.log = log;
        this.cursors = cursors;
        this.registry = registry;
        this.extents = new ExtentSearch(log);
        this.scheduler = scheduler;
        this.owned = owned;
    }

    /** Goes on with what is due in the partitions that this node owns. */
    public void look() {
        Collection<Integer> partitions = owned.get();
        if (looking || partitions.isEmpty()) {
            return;
        }
        looking = true;
        rooms.due(partitions, PAGE).onComplete(found -> {
            looking = false;
            if (found.failed()) {
                LOG.debug(
                        "what is due for rooms cannot be read: {}",
                        found.cause().toString());
                return;
            }
            found.result().forEach(this::add);
        });
    }

    /** Something is due for a room. */
    public void add(RoomDocument due) {
        if (known.add(due.room())) {
            waiting.addLast(due);
            next();
        }
    }

    private void next() {
        while (underWay < MAX_AT_ONCE && !waiting.isEmpty()) {
            underWay++;
            RoomDocument due = waiting.pollFirst();
            registry.goOn(due).compose(founded -> bury(due)).onComplete(done -> {
                underWay--;
                known.remove(due.room());
                if (done.failed()) {
                    LOG.debug(
                            "room {} is not done yet: {}",
                            due.room(),
                            done.cause().toString());
                }
                if (done.failed() || waiting.isEmpty()) {
                    scheduler.after(RETRY_MS, this::lookIfIdle);
                }
                next();
            });
        }
    }

    /** There may be more than a page of them. */
    private void lookIfIdle() {
        if (waiting.isEmpty() && underWay == 0) {
            look();
        }
    }

    private Future<Void> bury(RoomDocument room) {
        Future<Void> buried = Future.succeededFuture();
        for (int incarnation : room.dead()) {
            LogId id = new LogId(room.room(), incarnation);
            buried = buried.compose(before -> entries(id))
                    .compose(gone -> rooms.removeMembers(id))
                    .compose(gone -> cursors.remove(id))
                    .compose(gone -> registry.buried(id.room(), incarnation));
        }
        return buried;
    }

    /** Down to the floor, and then what retention has left below that; its floor goes last. */
    private Future<Void> entries(LogId id) {
        return extents.from(id, 0).compose(extent -> {
            long head = extent.head().seq();
            if (head > extent.floor()) {
                return log.remove(id, Math.max(extent.floor(), head - ENTRIES), head)
                        .compose(removed -> entries(id));
            }
            return head == 0 ? Future.succeededFuture() : floor(id);
        });
    }

    private Future<Void> floor(LogId id) {
        return log.floors(List.of(id.name()))
                .map(floors -> floors.getOrDefault(id.name(), Floor.NONE))
                .compose(floor -> belowFloor(id, floor.removed(), floor.seq()))
                .compose(removed -> log.removeFloor(id));
    }

    private Future<Void> belowFloor(LogId id, long after, long floor) {
        if (after >= floor) {
            return Future.succeededFuture();
        }
        long upTo = Math.min(floor, after + ENTRIES);
        return log.remove(id, after, upTo).compose(removed -> belowFloor(id, upTo, floor));
    }
}
