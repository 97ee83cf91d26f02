package io.seqway.verification.simulation;

import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.log.AppendResult;
import io.seqway.store.log.Entry;
import io.seqway.store.log.FirstEntry;
import io.seqway.store.log.Floor;
import io.seqway.store.log.LogId;
import io.seqway.store.retention.RetentionOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The log as a replica set holds it: the primary has an entry first, a majority a little later, and what no majority has
 * may be lost by an election. Reads see what a majority has; the two names of an entry are unique on the primary.
 */
final class Database {
    private static final long OUTAGE_LEAST_MS = 500;

    /** Who wants to hear when a majority has the first so many entries. */
    private record Waiter(int upTo, Consumer<Boolean> told) {}

    private final World world;
    private final Variant variant;
    private final List<Entry> oplog = new ArrayList<>();
    private final Map<String, Entry> byId = new HashMap<>();
    private final Map<String, Entry> byKey = new HashMap<>();
    private final Map<String, Entry> majorityById = new HashMap<>();
    private final Map<String, Entry> majorityByKey = new HashMap<>();
    private final Set<Entry> retired = new HashSet<>();
    private final Set<String> settled = new HashSet<>();
    private final Map<String, Floor> floors = new HashMap<>();
    private RetentionOptions retention = RetentionOptions.DEFAULTS;
    private final List<Waiter> waiters = new ArrayList<>();
    private final OwnershipDocuments ownership = new OwnershipDocuments();
    private int majorityHas;
    private int term;
    private long outUntil;
    private long quietAt;

    Database(World world, Variant variant) {
        this.world = world;
        this.variant = variant;
    }

    /** Entries of before, which everybody has, and by which rule they go. */
    void begin(List<Entry> old, RetentionOptions rule) {
        old.forEach(entry -> {
            oplog.add(entry);
            byId.put(entry.id(), entry);
            byKey.put(entry.key(), entry);
        });
        replicated(old.size(), term);
        retention = rule;
    }

    /** How the nodes on it remove what is not to be kept. */
    RetentionOptions retention() {
        return retention;
    }

    /** Who owns what: the same database holds that. */
    OwnershipDocuments ownership() {
        return ownership;
    }

    /** Names the primary: another one has another number. */
    int term() {
        return term;
    }

    /** Whether nobody is answered. */
    boolean isOut() {
        return world.clock().now() < outUntil;
    }

    /** When everything has landed that a fault made late. */
    long quietAt() {
        return quietAt;
    }

    /** Something will still happen then that a fault made late. */
    void busyUntil(long time) {
        quietAt = Math.max(quietAt, time);
    }

    /** Inserts in order on the primary, up to the first that it does not take: how many it took. */
    int insert(List<Entry> entries) {
        int taken = 0;
        for (Entry entry : entries) {
            if (byId.containsKey(entry.id()) || variant.keysAreUnique() && byKey.containsKey(entry.key())) {
                break;
            }
            byId.put(entry.id(), entry);
            byKey.putIfAbsent(entry.key(), entry);
            oplog.add(entry);
            taken++;
        }
        world.trace().say("    primary takes %s", Words.of(entries.subList(0, taken)));
        if (taken > 0) {
            int upTo = oplog.size();
            int inTerm = term;
            long lag = world.faults().happens(Fault.SLOW_MAJORITY) ? world.between(50, 3_000) : world.between(0, 2);
            busyUntil(world.clock().now() + lag);
            world.clock().after(lag, () -> replicated(upTo, inTerm));
        }
        return taken;
    }

    /** Tells whether a majority has all that the primary has now: false if it is lost in an election. */
    void onceMajorityHasIt(Consumer<Boolean> told) {
        if (majorityHas == oplog.size()) {
            told.accept(true);
        } else {
            waiters.add(new Waiter(oplog.size(), told));
        }
    }

    Map<String, Entry> byIds(Collection<String> ids) {
        return select(majorityById, ids);
    }

    Map<String, Entry> byKeys(Collection<String> keys) {
        return select(majorityByKey, keys);
    }

    Map<String, Entry> lastChanges(Collection<String> ids) {
        Map<String, Entry> last = new HashMap<>();
        for (Entry entry : majorityById.values()) {
            if (entry.isChange() && ids.contains(entry.targetId())) {
                last.merge(entry.targetId(), entry, (one, other) -> one.version() > other.version() ? one : other);
            }
        }
        return last;
    }

    /** Takes away the bodies of what was deleted; a majority has that at once. */
    void redact(Entry deletion) {
        for (Map<String, Entry> names : List.of(byId, byKey, majorityById, majorityByKey)) {
            names.replaceAll((name, entry) -> isOf(deletion, entry) ? entry.redacted() : entry);
        }
    }

    private static boolean isOf(Entry deletion, Entry entry) {
        return entry.id().equals(deletion.targetId())
                || entry.isEdit() && entry.targetId().equals(deletion.targetId());
    }

    /** Whether a majority has the body of what was deleted, or of an edit of that. */
    boolean hasBodyOf(Entry deletion) {
        return majorityById.values().stream().anyMatch(entry -> isOf(deletion, entry) && !entry.deleted());
    }

    void settled(Entry entry) {
        settled.add(entry.id());
    }

    List<Entry> outbox(Collection<Integer> partitions, int limit) {
        return majorityById.values().stream()
                .filter(entry -> entry.isDeletion() && !settled.contains(entry.id()))
                .filter(entry -> partitions.contains(Partitions.of(entry.log().room())))
                .limit(limit)
                .toList();
    }

    Map<String, Floor> floors(Collection<String> names) {
        Map<String, Floor> found = new HashMap<>(floors);
        found.keySet().retainAll(names);
        return found;
    }

    /** A majority has that at once. */
    void raise(LogId id, Floor floor) {
        world.trace().say("    floor of %s is %d", id.room(), floor.seq());
        floors.merge(
                id.name(),
                floor,
                (one, other) -> new Floor(Math.max(one.seq(), other.seq()), Math.max(one.removed(), other.removed())));
    }

    /** The last seq of a room that a majority ever had. */
    long head(String room) {
        return world.checker().head(room);
    }

    /** Where what is kept of a room begins: entries up to this seq are gone. */
    long floor(String room) {
        return floors.getOrDefault(new LogId(room, 1).name(), Floor.NONE).seq();
    }

    /** Removes entries, which a majority has; how many. */
    long remove(LogId id, long after, long upTo) {
        world.trace().say("    %s loses what is behind %d up to %d", id.room(), after, upTo);
        long removed = 0;
        for (long seq = after + 1; seq <= upTo; seq++) {
            Entry entry = majorityById.get(id.entryId(seq));
            if (entry != null) {
                if (seq > floor(id.room()) || seq == head(id.room())) {
                    world.checker().violated("retention: seq %d of %s is removed", seq, id.room());
                }
                retired.add(entry);
                byId.remove(entry.id());
                byKey.remove(entry.key());
                majorityById.remove(entry.id());
                majorityByKey.remove(entry.key());
                removed++;
            }
        }
        return removed;
    }

    /** How many entries were removed on purpose. */
    int removed() {
        return retired.size();
    }

    /** The first entry of the next room. */
    Optional<FirstEntry> behind(String room) {
        String from = room.isEmpty() ? "" : LogId.behindEntriesOf(room);
        return majorityById.values().stream()
                .filter(entry -> entry.id().compareTo(from) > 0)
                .min(Comparator.comparing(Entry::id))
                .map(entry -> new FirstEntry(entry.log(), entry.seq(), entry.time()));
    }

    /** Whether a majority has the entry, unless that was removed on purpose. */
    boolean holds(Entry entry) {
        if (retired.contains(entry)) {
            return true;
        }
        Entry there = majorityById.get(entry.id());
        return there != null && there.isStoredAs(entry);
    }

    /** Another primary: what no majority has is gone, and nobody is answered for a while. */
    void elect() {
        List<Entry> lost = new ArrayList<>(oplog.subList(majorityHas, oplog.size()));
        world.trace().say("election, lost: %s", Words.of(lost));
        for (Entry entry : lost) {
            byId.remove(entry.id());
            byKey.remove(entry.key());
        }
        oplog.subList(majorityHas, oplog.size()).clear();
        term++;
        List<Waiter> all = List.copyOf(waiters);
        waiters.clear();
        all.forEach(waiter -> waiter.told().accept(false));
        outFor(world.between(100, 3_000));
    }

    /** Nobody is answered for so many ms. */
    void outFor(long ms) {
        outUntil = Math.max(outUntil, world.clock().now() + Math.max(ms, OUTAGE_LEAST_MS));
        world.trace().say("database is out until %.3f", outUntil / 1000.0);
    }

    /** Everybody is answered again. */
    void heal() {
        outUntil = 0;
    }

    /** Removes a whole room without a floor, as a retention by age would that does not spare the last entry. */
    void forget(String room) {
        world.trace().say("retention removes all of %s", room);
        majorityById.values().stream()
                .filter(entry -> entry.log().room().equals(room))
                .forEach(retired::add);
        for (Map<String, Entry> names : List.of(byId, byKey, majorityById, majorityByKey)) {
            names.values().removeIf(entry -> entry.log().room().equals(room));
        }
    }

    /** What a write was told that stopped behind so many of its entries. */
    static AppendResult result(int taken, int wanted) {
        return taken == wanted ? new AppendResult.Stored() : new AppendResult.Collided(taken);
    }

    private void replicated(int upTo, int inTerm) {
        if (inTerm != term) {
            return;
        }
        while (majorityHas < upTo) {
            Entry entry = oplog.get(majorityHas++);
            majorityById.put(entry.id(), entry);
            majorityByKey.putIfAbsent(entry.key(), entry);
            world.checker().committed(entry);
        }
        List<Waiter> told =
                waiters.stream().filter(waiter -> waiter.upTo() <= majorityHas).toList();
        waiters.removeAll(told);
        told.forEach(waiter -> waiter.told().accept(true));
    }

    private static Map<String, Entry> select(Map<String, Entry> all, Collection<String> names) {
        Map<String, Entry> selected = new HashMap<>();
        for (String name : names) {
            Entry entry = all.get(name);
            if (entry != null) {
                selected.put(name, entry);
            }
        }
        return selected;
    }
}
