package io.seqway.store.outbox;

import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.log.DamagedEntries;
import io.seqway.store.log.Entry;
import io.seqway.store.log.RoomLog;
import io.seqway.store.member.Member;
import io.seqway.store.member.RoomStore;
import io.seqway.store.sequence.Scheduler;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what entries demand besides being stored: takes what was deleted out of the log, and carries over who is a member of
 * a room. What is not done yet stands in the log's outbox, which outlives this node: whoever owns the rooms looks there when
 * it gets them, and again and again. So what is held here in memory may be lost at any time. It does no harm if two nodes do
 * the same.
 */
public final class Demands {
    /** Every how many ms the outbox is looked at for entries that nobody here knows of. */
    public static final long LOOK_MS = 30_000;

    private static final Logger LOG = LoggerFactory.getLogger(Demands.class);
    private static final int MAX_AT_ONCE = 4;
    private static final int MAX_WAITING = 10_000;
    private static final int PAGE = 1_000;
    private static final long RETRY_MS = 1_000;

    private final RoomLog log;
    private final RoomStore rooms;
    private final Scheduler scheduler;
    private final Supplier<Collection<Integer>> owned;
    private final Function<Entry, Future<Void>> carriedOver;
    private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
    private final Set<String> known = new HashSet<>();
    private int underWay;
    private boolean looking;

    /**
     * @param owned the partitions that this node owns now
     * @param carriedOver tells of an entry of a member, once whoever looks up the rooms of the user finds what it says;
     *     maybe more than once
     */
    public Demands(
            RoomLog log,
            RoomStore rooms,
            Scheduler scheduler,
            Supplier<Collection<Integer>> owned,
            Function<Entry, Future<Void>> carriedOver) {
        this.log = log;
        this.rooms = rooms;
        this.scheduler = scheduler;
        this.owned = owned;
        this.carriedOver = carriedOver;
    }

    /** An entry that demands something is stored. What is too much now is found in the outbox later. */
    public void add(Entry entry) {
        if (waiting.size() < MAX_WAITING && known.add(entry.id())) {
            waiting.addLast(entry);
            next();
        }
    }

    /** Does what the outbox has of the partitions that this node owns. */
    public void look() {
        Collection<Integer> partitions = owned.get();
        if (looking || partitions.isEmpty()) {
            return;
        }
        look(partitions);
    }

    private void look(Collection<Integer> partitions) {
        looking = true;
        log.outbox(partitions, PAGE).onComplete(found -> {
            looking = false;
            if (found.cause() instanceof DamagedEntries damaged && hasOthers(partitions, damaged)) {
                look(others(partitions, damaged));
                return;
            }
            if (found.failed()) {
                LOG.debug(
                        "the outbox of the log cannot be read: {}",
                        found.cause().toString());
                scheduler.after(RETRY_MS, this::look);
                return;
            }
            found.result().stream().filter(Entry::isDemanding).forEach(this::add);
            if (found.result().size() == PAGE) {
                scheduler.after(RETRY_MS, this::look);
            }
        });
    }

    private static boolean hasOthers(Collection<Integer> partitions, DamagedEntries damaged) {
        int others = others(partitions, damaged).size();
        return others > 0 && others < partitions.size();
    }

    /** What is damaged holds up its own partition: what else is in the outbox cannot be told from it there. */
    private static List<Integer> others(Collection<Integer> partitions, DamagedEntries damaged) {
        Set<Integer> held = damaged.rooms().map(Partitions::of).collect(Collectors.toSet());
        return partitions.stream()
                .filter(partition -> !held.contains(partition))
                .toList();
    }

    private void next() {
        while (underWay < MAX_AT_ONCE && !waiting.isEmpty()) {
            underWay++;
            carryOut(waiting.pollFirst());
        }
    }

    private void carryOut(Entry entry) {
        Future<Void> done = entry.isMember() ? carryOver(entry) : log.redact(entry);
        done.compose(carried -> log.settled(entry))
                .onSuccess(settled -> ended(entry))
                .onFailure(e -> {
                    LOG.warn("what {} demands is not yet done: {}", entry.id(), e.toString());
                    scheduler.after(RETRY_MS, () -> {
                        ended(entry);
                        add(entry);
                    });
                });
    }

    /** Told before it is settled: what fails in between is done again, by the next node if this one falls. */
    private Future<Void> carryOver(Entry entry) {
        return rooms.apply(entry.log(), Member.of(entry)).compose(applied -> carriedOver.apply(entry));
    }

    private void ended(Entry entry) {
        underWay--;
        known.remove(entry.id());
        next();
    }
}
