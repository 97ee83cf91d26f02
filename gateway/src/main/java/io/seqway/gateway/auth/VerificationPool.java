package io.seqway.gateway.auth;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that verify signatures by public keys: half of the cores, so that a crowd that comes back at once leaves
 * the others to those who are connected. Safe to use from any thread.
 */
public final class VerificationPool {
    /** One takes 0.03 ms (RS256) to some ms (ES384): who waits behind so many is answered within a second or two. */
    private static final int MAX_WAITING_PER_THREAD = 1_000;

    private static final long RETRY_AFTER_MS = 1_000;

    private final WorkerExecutor workers;
    private final AtomicInteger waiting = new AtomicInteger();
    private final int maxWaiting;

    /** Ends with the verticle that makes it. */
    public VerificationPool(Vertx vertx) {
        this(vertx, Math.max(1, Runtime.getRuntime().availableProcessors() / 2), MAX_WAITING_PER_THREAD);
    }

    VerificationPool(Vertx vertx, int threads, int maxWaitingPerThread) {
        workers = vertx.createSharedWorkerExecutor("seqway-tokens", threads);
        maxWaiting = threads * maxWaitingPerThread;
    }

    /** Runs a verification, and completes on the caller's event loop; fails with a {@link Refusal} if too many wait. */
    <T> Future<T> run(Callable<T> verification) {
        if (waiting.incrementAndGet() > maxWaiting) {
            waiting.decrementAndGet();
            return Future.failedFuture(
                    new Refusal(ErrorCode.UNAVAILABLE, "too many tokens are being checked", null, RETRY_AFTER_MS));
        }
        return workers.executeBlocking(
                () -> {
                    try {
                        return verification.call();
                    } finally {
                        waiting.decrementAndGet();
                    }
                },
                false);
    }
}
