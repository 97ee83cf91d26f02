package io.seqway.verification.stage;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what is to become true. */
public final class Await {
    private static final long BETWEEN_LOOKS_MS = 50;

    private Await() {}

    /**
     * Looks until it is true.
     *
     * @return how long it took
     * @throws IllegalStateException if it is not true within the limit
     */
    public static Duration until(String what, Duration limit, BooleanSupplier condition) throws InterruptedException {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began > limit.toNanos()) {
                throw new IllegalStateException("Not within " + limit.toSeconds() + " s: " + what);
            }
            Thread.sleep(BETWEEN_LOOKS_MS);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
