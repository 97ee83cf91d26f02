package io.seqway.presence;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads that many ask for at once: one about the same is under way, and whoever asks meanwhile gets the answer of the next
 * one, which begins after they asked.
 *
 * @param <T> the answer
 */
final class SharedReads<T> {
    private final Map<String, Promise<T>> next = new HashMap<>();

    /** @param read is called now, or once the read that is under way has ended */
    Future<T> read(String subject, Supplier<Future<T>> read) {
        if (!next.containsKey(subject)) {
            next.put(subject, null);
            return run(subject, read);
        }
        return next.compute(subject, (key, waiting) -> waiting == null ? Promise.promise() : waiting)
                .future();
    }

    private Future<T> run(String subject, Supplier<Future<T>> read) {
        return read.get().onComplete(done -> {
            Promise<T> waiting = next.remove(subject);
            if (waiting != null) {
                next.put(subject, null);
                run(subject, read).onComplete(waiting);
            }
        });
    }
}
