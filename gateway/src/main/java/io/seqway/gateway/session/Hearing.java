package io.seqway.gateway.session;

/**
 * For how long clients could be heard. While an event loop stands still, what they say waits to be read, and what the loop
 * does first afterwards may be to look who was silent; so that time counts for nobody, nor what was before it.
 */
final class Hearing {
    /** Longer than between two looks of a loop that is only busy. */
    static final long BREAK_MS = 2_000;

    private long lookedAt;
    private long since;

    /** @param now in ms of a monotonic clock */
    Hearing(long now) {
        lookedAt = now;
        since = now;
    }

    /** The loop does not stand still; to be called about twice a second. */
    void look(long now) {
        if (now - lookedAt > BREAK_MS) {
            since = now;
        }
        lookedAt = now;
    }

    /** For how long since a moment, in ms; to be asked behind a look. */
    long since(long moment) {
        return lookedAt - Math.max(moment, since);
    }
}
