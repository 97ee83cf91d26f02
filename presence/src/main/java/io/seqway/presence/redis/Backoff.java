package io.seqway.presence.redis;

import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: longer each time, and never the same for two nodes. */
final class Backoff {
    static final long FIRST_MS = 100;
    static final long MOST_MS = 1_000;

    private final RandomGenerator random;
    private long nextMs = FIRST_MS;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** From half of the full delay to all of it, in ms. */
    long nextMs() {
        long full = nextMs;
        nextMs = Math.min(MOST_MS, 2 * full);
        return full / 2 + random.nextLong(full / 2 + 1);
    }

    /** Begins anew after a success. */
    void reset() {
        nextMs = FIRST_MS;
    }
}
