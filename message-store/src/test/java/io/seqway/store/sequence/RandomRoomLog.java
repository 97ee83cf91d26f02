package io.seqway.store.sequence;

import io.seqway.store.log.AppendResult;
import io.seqway.store.log.Entry;
import io.seqway.store.log.Floor;
import io.seqway.store.log.InMemoryRoomLog;
import io.seqway.store.log.Stamp;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A log whose every answer comes late and in any order, and whose writes lose answers, stop half way or land late. */
final class RandomRoomLog extends InMemoryRoomLog {
    private final Random random;
    private final Consumer<Runnable> sometime;

    RandomRoomLog(Random random, Consumer<Runnable> sometime) {
        this.random = random;
        this.sometime = sometime;
    }

    @Override
    public Future<AppendResult> append(List<Entry> entries) {
        Promise<AppendResult> answer = Promise.promise();
        List<Entry> copy = new ArrayList<>(entries);
        sometime.accept(() -> {
            int fate = random.nextInt(10);
            if (fate > 2) {
                AppendResult result = store(copy);
                sometime.accept(() -> answer.complete(result));
                return;
            }
            if (fate == 1) {
                store(copy.subList(0, random.nextInt(copy.size() + 1)));
            } else if (fate == 2) {
                sometime.accept(() -> store(copy));
            }
            sometime.accept(() -> answer.complete(new AppendResult.Unknown(new IllegalStateException("lost"))));
        });
        return answer.future();
    }

    @Override
    public Future<Map<String, Entry>> byIds(Collection<String> ids) {
        return late(() -> super.byIds(ids));
    }

    @Override
    public Future<Map<String, Entry>> byKeys(Collection<String> keys) {
        return late(() -> super.byKeys(keys));
    }

    @Override
    public Future<Map<String, Stamp>> stamps(Collection<String> ids) {
        return late(() -> super.stamps(ids));
    }

    @Override
    public Future<Map<String, Entry>> lastChanges(Collection<String> ids) {
        return late(() -> super.lastChanges(ids));
    }

    @Override
    public Future<Void> redact(Entry deletion) {
        return late(() -> super.redact(deletion));
    }

    @Override
    public Future<Void> settled(Entry entry) {
        return late(() -> super.settled(entry));
    }

    @Override
    public Future<List<Entry>> outbox(Collection<Integer> partitions, int limit) {
        return late(() -> super.outbox(partitions, limit));
    }

    @Override
    public Future<Map<String, Floor>> floors(Collection<String> names) {
        return late(() -> super.floors(names));
    }

    private AppendResult store(List<Entry> entries) {
        return super.append(entries).result();
    }

    private <T> Future<T> late(Supplier<Future<T>> read) {
        Promise<T> answer = Promise.promise();
        sometime.accept(() -> {
            if (random.nextInt(20) == 0) {
                sometime.accept(() -> answer.fail("lost"));
            } else {
                T result = read.get().result();
                sometime.accept(() -> answer.complete(result));
            }
        });
        return answer.future();
    }
}
