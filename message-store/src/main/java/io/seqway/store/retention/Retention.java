package io.seqway.store.retention;

/**
 * How much of a room is kept (docs/protocol.md, "Retention"). What is older than the age or more than the number is removed,
 * whichever comes first; never the last entry.
 *
 * @param maxAgeMs how old entries may become, in ms; 0 for any age
 * @param maxEntries how many there may be; 0 for any number
 */
public record Retention(long maxAgeMs, long maxEntries) {
    /** All is kept. */
    public static final Retention FOREVER = new Retention(0, 0);

    /** @throws IllegalArgumentException if a number is below 0 */
    public Retention {
        if (maxAgeMs < 0 || maxEntries < 0) {
            throw new IllegalArgumentException("less than nothing cannot be kept");
        }
    }

    boolean isForever() {
        return maxAgeMs == 0 && maxEntries == 0;
    }
}
