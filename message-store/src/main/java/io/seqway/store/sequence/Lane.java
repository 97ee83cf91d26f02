package io.seqway.store.sequence;

import io.seqway.store.log.ExtentSearch;
import io.seqway.store.log.RoomLog;
import io.seqway.store.member.Rosters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Writes for many rooms, one write at a time: so a room never has two writes in flight, and a thousand quiet rooms cost
 * as few writes as one busy one. When a write is settled, whatever waits goes into the next one, so that there is no
 * added wait when idle and big bulks under load.
 */
final class Lane {
    private static final int MAX_ENTRIES = 500;
    private static final int MAX_BYTES = 256 * 1024;

    private final Settlement settlement;
    private final ArrayDeque<Room> ready = new ArrayDeque<>();
    private final BooleanSupplier mayWrite;
    private final Predicate<Room> held;
    private final int maxMembers;
    private boolean busy;

    /**
     * @param mayWrite whether a write may be begun now; {@link #pump} is to be called when that changes
     * @param held whether none may be begun in this room; it is to be offered again when that changes
     */
    Lane(
            RoomLog log,
            ExtentSearch extents,
            Rosters rosters,
            LongSupplier clock,
            Scheduler scheduler,
            BooleanSupplier mayWrite,
            Predicate<Room> held,
            int maxMembers) {
        this.mayWrite = mayWrite;
        this.held = held;
        this.maxMembers = maxMembers;
        this.settlement = new Settlement(log, extents, rosters, scheduler, clock, this::offer);
    }

    /** The room has waiting sends. */
    void offer(Room room) {
        if (!room.offered()
                && room.isOpen()
                && !room.syncing()
                && !held.test(room)
                && room.queue().hasWaiting()) {
            room.offered(true);
            ready.addLast(room);
        }
        pump();
    }

    /** Begins the next write, if there is anything to write. */
    void pump() {
        if (busy || ready.isEmpty() || !mayWrite.getAsBoolean()) {
            return;
        }
        busy = true;
        settlement.write(take(), this::released);
    }

    private void released() {
        busy = false;
        pump();
    }

    /** What waits, round robin: a hot room gets what the others leave. */
    private List<Run> take() {
        List<Run> runs = new ArrayList<>();
        int share = Math.max(1, MAX_ENTRIES / ready.size());
        int entries = MAX_ENTRIES;
        int bytes = MAX_BYTES;
        while (!ready.isEmpty() && entries > 0 && bytes > 0) {
            Room next = ready.pollFirst();
            next.offered(false);
            if (next.syncing() || held.test(next)) {
                continue; // offered again when that is done
            }
            Run run = new Run(next, new ArrayList<>(), maxMembers);
            bytes -= move(next, run, Math.min(share, entries), bytes);
            entries -= run.sends().size();
            runs.add(run);
        }
        for (Run run : runs) {
            int before = run.sends().size();
            bytes -= move(run.room(), run, entries, bytes);
            entries -= run.sends().size() - before;
            if (run.room().queue().hasWaiting()) {
                run.room().offered(true);
                ready.addLast(run.room());
            }
        }
        return runs;
    }

    private static int move(Room from, Run to, int entries, int bytes) {
        int moved = 0;
        for (int i = 0; i < entries && moved < bytes && from.queue().hasWaiting(); i++) {
            PendingSend send = from.queue().poll();
            moved += send.bytes();
            to.sends().add(send);
        }
        return moved;
    }
}
