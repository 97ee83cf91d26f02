package io.seqway.store.sequence;

import io.seqway.store.log.AppendResult;
import io.seqway.store.log.Entry;
import io.seqway.store.log.InMemoryRoomLog;
import io.seqway.store.log.Stamp;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A log that reads at once and answers when the test says so. */
final class SlowReads extends InMemoryRoomLog {
    private final InMemoryRoomLog real;
    private final Deque<Runnable> reads = new ArrayDeque<>();
    private final Deque<Runnable> changes = new ArrayDeque<>();
    private boolean held;

    SlowReads(InMemoryRoomLog real) {
        this.real = real;
    }

    /** Reads of entries and their changes that are asked for from now on, once each, are answered later. */
    void hold() {
        held = true;
    }

    /** Those that were asked for are answered; others come at once. */
    void answerReads() {
        held = false;
        reads.forEach(Runnable::run);
    }

    void answerChanges() {
        changes.forEach(Runnable::run);
    }

    @Override
    public Future<AppendResult> append(List<Entry> entries) {
        return real.append(entries);
    }

    @Override
    public Future<Map<String, Entry>> byIds(Collection<String> ids) {
        return later(real.byIds(ids), reads);
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
        return later(real.lastChanges(ids), changes);
    }

    private <T> Future<T> later(Future<T> answer, Deque<Runnable> waiting) {
        if (!held) {
            return answer;
        }
        Promise<T> promise = Promise.promise();
        waiting.add(() -> promise.handle(answer));
        return promise.future();
    }
}
