package io.seqway.client;

/** How long to wait. The whole range is drawn from, so that many clients do not return as one. */
record Backoff(long baseMs, long maxMs, Clock clock) {
    /** @param times that it was in vain */
    long drawn(int times) {
        double range = Math.min(maxMs, baseMs * Math.pow(2, times));
        return Math.round(clock.random() * range);
    }
}
