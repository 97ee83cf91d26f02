package io.seqway.store.stream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Lets a few things be done at once, and the others wait in their order. Belongs to one event loop. */
final class Turns {
    private final int atOnce;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int taken;

    Turns(int atOnce) {
        this.atOnce = atOnce;
    }

    /** Does it as soon as it is its turn. */
    <T> Future<T> take(Supplier<Future<T>> task) {
        Promise<T> promise = Promise.promise();
        Runnable turn = () -> task.get().onComplete(done -> {
            taken--;
            next();
            promise.handle(done);
        });
        waiting.addLast(turn);
        next();
        return promise.future();
    }

    private void next() {
        while (taken < atOnce && !waiting.isEmpty()) {
            taken++;
            waiting.pollFirst().run();
        }
    }
}
