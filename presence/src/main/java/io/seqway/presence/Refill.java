package io.seqway.presence;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A store that has come, or come back, may lack some of those who are here: its Redis may have been started anew. Until the
 * gateways have said all again, nobody is told who is in a room.
 */
final class Refill {
    /** For how long a gateway is waited for that does not say so: it is gone, or of the version before. */
    static final long LIMIT_MS = 3_000;

    /** The same when this node has just started: others that start with it do not listen yet, and have nobody. */
    static final long FIRST_LIMIT_MS = 500;

    private Future<?> said = Future.succeededFuture();
    private long limitMs = FIRST_LIMIT_MS;

    /** @param again asks a gateway to say all again, and completes or fails within so many ms */
    void begin(List<String> gateways, BiFunction<String, Long, Future<?>> again) {
        long limit = limitMs;
        limitMs = LIMIT_MS;
        said = gateways.isEmpty()
                ? Future.succeededFuture()
                : Future.join(gateways.stream()
                        .map(gateway -> again.apply(gateway, limit))
                        .toList());
    }

    /** Completes when all is said that can be expected. */
    Future<Void> done() {
        Future<?> awaited = said;
        return awaited.transform(any -> awaited == said ? Future.succeededFuture() : done());
    }
}
