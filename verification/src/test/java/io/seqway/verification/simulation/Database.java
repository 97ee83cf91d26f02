package io.seqway.verification.simulation;

import io.seqway.store.log.AppendResult;
import io.seqway.store.log.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    /** Removes a whole room, as a retention by age would that does not spare the last entry. */
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
