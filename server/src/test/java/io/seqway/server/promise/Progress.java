package io.seqway.server.promise;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Lets a test wait until its clients have come to a point. */
final class Progress {
    private static final long LIMIT_SECONDS = 120;
    private static final long LOOK_AGAIN_MS = 100;

    /** Something happened that somebody may wait for. */
    synchronized void changed() {
        notifyAll();
    }

    /** Waits until this is so; fails with {@code what} after a minute. */
    void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        // Asked without holding the lock, since it asks clients that may be telling of a change.
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("in " + LIMIT_SECONDS + " s: " + what);
            }
            synchronized (this) {
                wait(LOOK_AGAIN_MS);
            }
        }
    }
}
