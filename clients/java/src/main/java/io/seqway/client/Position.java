package io.seqway.client;

/**
 * How far a room's log was given to the handlers: where to go on (docs/protocol.md, "What the client keeps, and does").
 *
 * @param lastSeq the last entry, 0 for none
 * @param epoch the epoch that it belongs to, or null if that is not known
 */
public record Position(long lastSeq, String epoch) {
    /** @throws IllegalArgumentException if {@code lastSeq} is negative */
    public Position {
        if (lastSeq < 0) {
            throw new IllegalArgumentException("lastSeq must be 0 or more, and it is " + lastSeq);
        }
    }
}
