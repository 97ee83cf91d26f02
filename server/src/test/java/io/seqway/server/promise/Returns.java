package io.seqway.server.promise;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Where a client goes when its connection ends by itself, and how often it went. Safe to use from several threads. */
final class Returns {
    private static final long NOT_TOLD = -1;

    private final List<Return> returns = new ArrayList<>();
    private URI elsewhere;
    private long reconnectInMs = NOT_TOLD;

    /**
     * That a client came back after its connection had ended.
     *
     * @param code the close code of that end
     * @param told whether the server had said when to come back
     * @param atNanos when it connected again
     */
    record Return(int code, boolean told, long atNanos) {}

    synchronized void goingTo(URI uri) {
        elsewhere = uri;
    }

    /** The server has said when to come back. */
    synchronized void told(long inMs) {
        reconnectInMs = inMs;
    }

    /**
     * Connects elsewhere when the server has said, else at once.
     *
     * @return whether there is anywhere to go
     */
    synchronized boolean ended(int code, Consumer<URI> connect) {
        if (elsewhere == null) {
            return false;
        }
        boolean told = reconnectInMs != NOT_TOLD;
        // who finds nobody stays away, as at the end of a test, and that shows in what it has not seen
        CompletableFuture.runAsync(
                () -> connect.accept(comingBack(code, told)),
                CompletableFuture.delayedExecutor(Math.max(0, reconnectInMs), TimeUnit.MILLISECONDS));
        reconnectInMs = NOT_TOLD;
        return true;
    }

    private synchronized URI comingBack(int code, boolean told) {
        returns.add(new Return(code, told, System.nanoTime()));
        return elsewhere;
    }

    synchronized List<Return> all() {
        return List.copyOf(returns);
    }
}
