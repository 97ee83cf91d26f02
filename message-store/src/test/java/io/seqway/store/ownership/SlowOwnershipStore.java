package io.seqway.store.ownership;

import io.seqway.protocol.loop.EventLoop;
import io.seqway.testing.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Set;
import java.util.function.Supplier;

/** Ownership that takes its time: what was asked happens late, also if who has asked is gone by then. */
final class SlowOwnershipStore implements OwnershipStore {
    private final OwnershipStore store;
    private final VirtualTime time;
    private final EventLoop asker;
    private final long delayMs;

    SlowOwnershipStore(OwnershipStore store, VirtualTime time, EventLoop asker, long delayMs) {
        this.store = store;
        this.time = time;
        this.asker = asker;
        this.delayMs = delayMs;
    }

    @Override
    public Future<Standing> beat(String node, long number, Set<String> unheard) {
        return late(() -> store.beat(node, number, unheard));
    }

    @Override
    public Future<Boolean> replace(Assignment next) {
        return late(() -> store.replace(next));
    }

    @Override
    public Future<Boolean> leave(String node, Assignment next) {
        return late(() -> store.leave(node, next));
    }

    @Override
    public Future<Void> remove(Iterable<String> nodes) {
        return late(() -> store.remove(nodes));
    }

    private <T> Future<T> late(Supplier<Future<T>> call) {
        Promise<T> answer = Promise.promise();
        time.after(delayMs, () -> call.get()
                .onComplete((result, failure) -> asker.run(() -> answer.complete(result, failure))));
        return answer.future();
    }
}
