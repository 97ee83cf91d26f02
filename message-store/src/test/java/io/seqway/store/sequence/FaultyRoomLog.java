package io.seqway.store.sequence;

import io.seqway.store.log.AppendResult;
import io.seqway.store.log.DamagedEntries;
import io.seqway.store.log.DamagedEntry;
import io.seqway.store.log.Entry;
import io.seqway.store.log.Floor;
import io.seqway.store.log.InMemoryRoomLog;
import io.seqway.store.log.Stamp;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A log whose writes do as they are told: nothing happens until a test says what comes of the oldest one. */
final class FaultyRoomLog extends InMemoryRoomLog {
    private record Write(List<Entry> entries, Promise<AppendResult> answer) {}

    private final Deque<Write> writes = new ArrayDeque<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final Set<String> damaged = new HashSet<>();
    private boolean held;
    private boolean readsFail;
    private int keyReads;

    @Override
    public Future<AppendResult> append(List<Entry> entries) {
        sizes.add(entries.size());
        if (!held) {
            return super.append(entries);
        }
        Write write = new Write(entries, Promise.promise());
        writes.addLast(write);
        return write.answer().future();
    }

    @Override
    public Future<Map<String, Entry>> byIds(Collection<String> ids) {
        return readsFail ? Future.failedFuture("no answer") : super.byIds(ids).map(this::undamaged);
    }

    @Override
    public Future<Map<String, Entry>> byKeys(Collection<String> keys) {
        keyReads++;
        return readsFail ? Future.failedFuture("no answer") : super.byKeys(keys).map(this::undamaged);
    }

    @Override
    public Future<Map<String, Stamp>> stamps(Collection<String> ids) {
        return readsFail
                ? Future.failedFuture("no answer")
                : super.byIds(ids).map(this::undamaged).compose(read -> super.stamps(ids));
    }

    @Override
    public Future<Map<String, Entry>> lastChanges(Collection<String> ids) {
        return readsFail
                ? Future.failedFuture("no answer")
                : super.lastChanges(ids).map(this::undamaged);
    }

    @Override
    public Future<Void> redact(Entry deletion) {
        return readsFail ? Future.failedFuture("no answer") : super.redact(deletion);
    }

    @Override
    public Future<Void> settled(Entry entry) {
        return readsFail ? Future.failedFuture("no answer") : super.settled(entry);
    }

    @Override
    public Future<List<Entry>> outbox(Collection<Integer> partitions, int limit) {
        return readsFail ? Future.failedFuture("no answer") : super.outbox(partitions, limit);
    }

    @Override
    public Future<Map<String, Floor>> floors(Collection<String> names) {
        return readsFail ? Future.failedFuture("no answer") : super.floors(names);
    }

    /** From now on writes wait for what the test says. */
    void hold() {
        held = true;
    }

    void release() {
        held = false;
        while (!writes.isEmpty()) {
            carryOut();
        }
    }

    void failReads(boolean fail) {
        readsFail = fail;
    }

    /** From now on the entry with this id cannot be read. */
    void damage(String id) {
        damaged.add(id);
    }

    void mend() {
        damaged.clear();
    }

    private Map<String, Entry> undamaged(Map<String, Entry> found) {
        List<DamagedEntry> unreadable = found.values().stream()
                .filter(entry -> damaged.contains(entry.id()))
                .map(entry ->
                        new DamagedEntry(List.of(entry.log().room()), entry.id(), entry.key(), "time must be a number"))
                .toList();
        if (!unreadable.isEmpty()) {
            throw new DamagedEntries(unreadable);
        }
        return found;
    }

    /** How many writes wait. */
    int waiting() {
        return writes.size();
    }

    /** How many entries each write had, in order. */
    List<Integer> sizes() {
        return sizes;
    }

    int keyReads() {
        return keyReads;
    }

    /** The oldest write happens and says so. */
    void carryOut() {
        Write write = writes.removeFirst();
        super.append(write.entries()).onSuccess(write.answer()::complete);
    }

    /** So many entries of the oldest write are stored, but its answer is lost. */
    void loseAnswerAfter(int stored) {
        Write write = writes.removeFirst();
        super.append(write.entries().subList(0, stored));
        write.answer().complete(new AppendResult.Unknown(new IllegalStateException("connection reset")));
    }

    /** An earlier attempt of the oldest write lands only now. */
    void landTwin() {
        super.append(writes.getFirst().entries());
    }

    /** The oldest write is refused as a whole. */
    void refuse() {
        writes.removeFirst().answer().complete(new AppendResult.Refused("an index is gone"));
    }

    /** The oldest write stops at an entry that can never be stored. */
    void rejectAt(int index) {
        Write write = writes.removeFirst();
        super.append(write.entries().subList(0, index));
        write.answer().complete(new AppendResult.Rejected(index, "too large"));
    }
}
