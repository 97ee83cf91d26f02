package io.seqway.server.promise;

import java.util.concurrent.TimeUnit;

/** How long the longest time was in which something did not move. */
final class Pace {
    private long movedAt = System.nanoTime();
    private long longest;

    /** Forgets what was before. */
    void begin() {
        movedAt = System.nanoTime();
        longest = 0;
    }

    void moved() {
        longest = Math.max(longest, System.nanoTime() - movedAt);
        movedAt = System.nanoTime();
    }

    /** Since it began, up to now. */
    long longestMs() {
        return TimeUnit.NANOSECONDS.toMillis(Math.max(longest, System.nanoTime() - movedAt));
    }
}
