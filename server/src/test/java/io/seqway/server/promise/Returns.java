package io.seqway.server.promise;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Where a client goes when its connection ends by itself, and how often it went. Safe to use from several threads. */
final class Returns {
    private static final long NOT_TOLD = -1;
    private static final long TRY_AGAIN_MS = 200;

    private final List<Return> returns = new ArrayList<>();
    private URI elsewhere;
    private boolean patient;
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

    /** The same, and where it finds nobody it tries again. */
    synchronized void goingPatientlyTo(URI uri) {
        elsewhere = uri;
        patient = true;
    }

    /** From now on it stays away when its connection ends. */
    synchronized void stay() {
        elsewhere = null;
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
        later(Math.max(0, reconnectInMs), () -> connect(connect, comingBack(code, told)));
        reconnectInMs = NOT_TOLD;
        return true;
    }

    /** Who finds nobody and is not patient stays away, as at the end of a test, and that shows in what it has not seen. */
    private void connect(Consumer<URI> connect, URI where) {
        if (where == null) {
            return;
        }
        try {
            connect.accept(where);
        } catch (CompletionException nobody) {
            if (isPatient()) {
                later(TRY_AGAIN_MS, () -> connect(connect, where));
            }
        }
    }

    private synchronized boolean isPatient() {
        return patient && elsewhere != null;
    }

    private static void later(long ms, Runnable task) {
        CompletableFuture.runAsync(task, CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS));
    }

    private synchronized URI comingBack(int code, boolean told) {
        returns.add(new Return(code, told, System.nanoTime()));
        return elsewhere;
    }

    synchronized List<Return> all() {
        return List.copyOf(returns);
    }
}
