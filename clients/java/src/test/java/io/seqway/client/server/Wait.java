package io.seqway.client.server;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** Waits, a minute at the most. */
final class Wait {
    private Wait() {}

    static <T> T on(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
