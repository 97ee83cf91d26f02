package io.seqway.store.retention;

import java.util.concurrent.TimeUnit;

/**
 * How a message store removes what is not to be kept.
 *
 * @param byDefault for rooms that have no rule of their own
 * @param leastAgeMs nothing younger is ever removed, whatever the rules say, in ms
 * @param batch how many entries are removed at once
 */
public record RetentionOptions(Retention byDefault, long leastAgeMs, int batch) {
    /**
     * A write that was begun long ago may still land where an entry was removed, and would then be taken for stored. So this
     * is far more than any call to MongoDB may take, and than the clocks of nodes may differ.
     */
    public static final long LEAST_AGE_MS = TimeUnit.HOURS.toMillis(1);

    private static final int BATCH = 500;

    /** All is kept, but in rooms that have another rule. */
    public static final RetentionOptions DEFAULTS = of(Retention.FOREVER);

    /** With this rule for rooms that have none. */
    public static RetentionOptions of(Retention byDefault) {
        return new RetentionOptions(byDefault, LEAST_AGE_MS, BATCH);
    }
}
