package io.seqway.verification.simulation;

import io.seqway.store.log.AppendResult;
import io.seqway.store.log.Entry;
import io.seqway.store.log.FirstEntry;
import io.seqway.store.log.Floor;
import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.seqway.store.log.Stamp;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One process's way to the database: calls may fail, lose their answers, and be carried out long after their time. */
final class DatabaseClient implements RoomLog {
    /** How the body of a message ends that no document can hold. */
    static final String UNSTORABLE = "~\"";

    private static final long TIME_LIMIT_MS = 8_000;
    private static final int LATE_MS = 12_000;

    private final SimulatedNode node;
    private final World world;
    private final Database database;
    private final int process;

    DatabaseClient(SimulatedNode node, Database database) {
        this.node = node;
        this.world = node.world();
        this.database = database;
        this.process = node.life();
    }

    @Override
    public Future<AppendResult> append(List<Entry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).body().endsWith(UNSTORABLE)) {
                AppendResult rejected = new AppendResult.Rejected(i, "no document can hold this");
                return i == 0
                        ? read(() -> rejected).otherwise(AppendResult.Unknown::new)
                        : write(entries.subList(0, i))
                                .map(result -> result instanceof AppendResult.Stored ? rejected : result);
            }
        }
        return write(entries);
    }

    private Future<AppendResult> write(List<Entry> entries) {
        List<Entry> copy = List.copyOf(entries);
        Promise<AppendResult> answer = Promise.promise();
        if (database.isOut() || world.faults().happens(Fault.LOST_WRITE)) {
            world.trace().say("%s writes LOST %s", node.id(), Words.of(copy));
            giveUp(answer);
        } else if (world.faults().happens(Fault.REFUSED_WRITE)) {
            world.trace().say("%s has REFUSED %s", node.id(), Words.of(copy));
            reply(latency(), () -> answer.complete(new AppendResult.Refused("no primary")));
        } else if (world.faults().happens(Fault.LATE_WRITE)) {
            long delay = world.between(10, LATE_MS);
            world.trace().say("%s writes, to land %d ms LATE %s", node.id(), delay, Words.of(copy));
            database.busyUntil(world.clock().now() + delay);
            world.clock().after(delay, () -> database.insert(copy));
            giveUp(answer);
        } else if (world.faults().happens(Fault.HALF_WRITE)) {
            int half = world.between(0, copy.size());
            world.trace().say("%s writes HALF: %d of %s", node.id(), half, Words.of(copy));
            world.clock().after(latency(), () -> database.insert(copy.subList(0, half)));
            giveUp(answer);
        } else {
            boolean lost = world.faults().happens(Fault.LOST_ANSWER);
            world.trace().say("%s writes%s %s", node.id(), lost ? ", answer to be LOST" : "", Words.of(copy));
            if (lost) {
                giveUp(answer);
            }
            world.clock().after(latency(), () -> carryOut(copy, 0, database.term(), lost ? Promise.promise() : answer));
        }
        return answer.future();
    }

    /** The primary takes the entries behind the first so many, perhaps not all at once: others write between. */
    private void carryOut(List<Entry> entries, int done, int term, Promise<AppendResult> answer) {
        if (done > 0 && term != database.term()) {
            giveUp(answer); // a primary that stepped down carries nothing further
            return;
        }
        int left = entries.size() - done;
        int now = left > 1 && world.chance(0.2) ? world.between(1, left - 1) : left;
        int taken = database.insert(entries.subList(done, done + now));
        if (taken == now && now < left) {
            world.clock().after(world.between(1, 20), () -> carryOut(entries, done + now, term, answer));
            return;
        }
        AppendResult result = Database.result(done + taken, entries.size());
        database.onceMajorityHasIt(has -> reply(
                latency(),
                () -> answer.tryComplete(has ? result : new AppendResult.Unknown(new NoAnswer("an election")))));
        reply(TIME_LIMIT_MS, () -> answer.tryComplete(new AppendResult.Unknown(new NoAnswer("no majority in time"))));
    }

    @Override
    public Future<Map<String, Entry>> byIds(Collection<String> ids) {
        List<String> copy = new ArrayList<>(ids);
        return read(() -> database.byIds(copy));
    }

    @Override
    public Future<Map<String, Entry>> byKeys(Collection<String> keys) {
        List<String> copy = new ArrayList<>(keys);
        return read(() -> database.byKeys(copy));
    }

    @Override
    public Future<Map<String, Stamp>> stamps(Collection<String> ids) {
        return byIds(ids).map(found -> {
            Map<String, Stamp> stamps = new HashMap<>();
            found.forEach((id, entry) -> stamps.put(id, Stamp.of(entry)));
            return stamps;
        });
    }

    @Override
    public Future<Map<String, Entry>> lastChanges(Collection<String> ids) {
        List<String> copy = new ArrayList<>(ids);
        return read(() -> database.lastChanges(copy));
    }

    @Override
    public Future<Void> redact(Entry deletion) {
        return change("redacts", deletion, () -> database.redact(deletion));
    }

    @Override
    public Future<Void> settled(Entry entry) {
        return change("is done with", entry, () -> database.settled(entry));
    }

    @Override
    public Future<List<Entry>> outbox(Collection<Integer> partitions, int limit) {
        List<Integer> copy = new ArrayList<>(partitions);
        return read(() -> database.outbox(copy, limit));
    }

    @Override
    public Future<Map<String, Floor>> floors(Collection<String> names) {
        List<String> copy = List.copyOf(names);
        return read(() -> database.floors(copy));
    }

    @Override
    public Future<Void> raise(LogId id, Floor floor) {
        return change("raises the floor of", id.room(), () -> database.raise(id, floor));
    }

    /** No room of the simulation is ever removed. */
    @Override
    public Future<Void> removeFloor(LogId id) {
        return Future.failedFuture("no room was removed");
    }

    /** It may be carried out long after its time, too. */
    @Override
    public Future<Long> remove(LogId id, long after, long upTo) {
        long late = world.faults().happens(Fault.LATE_WRITE) ? world.between(10, LATE_MS) : 0;
        database.busyUntil(world.clock().now() + late);
        return change("removes of", id.room(), () -> world.clock().after(late, () -> database.remove(id, after, upTo)))
                .map(done -> upTo - after);
    }

    @Override
    public Future<Optional<FirstEntry>> behind(String room) {
        return read(() -> database.behind(room));
    }

    /** An update that may be lost, carried out without an answer, or fail. */
    private Future<Void> change(String what, Entry entry, Runnable carriedOut) {
        return change(what, Words.of(List.of(entry)), carriedOut);
    }

    private Future<Void> change(String what, Object of, Runnable carriedOut) {
        boolean lost = database.isOut() || world.faults().happens(Fault.LOST_WRITE);
        boolean mute = world.faults().happens(Fault.LOST_ANSWER);
        world.trace().say("%s %s%s %s", node.id(), what, lost ? " LOST" : "", of);
        Promise<Void> answer = Promise.promise();
        long landed = latency();
        if (!lost) {
            world.clock().after(landed, carriedOut);
        }
        long delay = lost || mute ? patience() : landed + latency() + 1;
        database.busyUntil(world.clock().now() + delay);
        reply(delay, () -> {
            if (lost || mute) {
                answer.fail(new NoAnswer("a lost connection"));
            } else {
                answer.complete();
            }
        });
        return answer.future();
    }

    private <T> Future<T> read(Supplier<T> look) {
        Promise<T> answer = Promise.promise();
        if (database.isOut() || world.faults().happens(Fault.FAILED_READ)) {
            long delay = patience();
            database.busyUntil(world.clock().now() + delay);
            reply(delay, () -> answer.fail(new NoAnswer("a read failed")));
        } else {
            world.clock().after(latency(), () -> {
                T seen = look.get();
                reply(latency(), () -> answer.complete(seen));
            });
        }
        return answer.future();
    }

    /** The caller hears that nothing is known: soon, by a broken connection, or when its time is up. */
    private void giveUp(Promise<AppendResult> answer) {
        long delay = patience();
        database.busyUntil(world.clock().now() + delay);
        reply(delay, () -> {
            world.trace().say("%s hears nothing of a write", node.id());
            answer.complete(new AppendResult.Unknown(new NoAnswer("a lost connection")));
        });
    }

    private void reply(long delay, Runnable task) {
        world.clock().after(delay, () -> node.on(process, task));
    }

    private long patience() {
        return world.chance(0.7) ? world.between(1, 50) : TIME_LIMIT_MS;
    }

    private long latency() {
        return world.between(0, 3);
    }
}
