package io.seqway.store.log;

/** What came back from an append (docs/architecture.md, "What came back from a write"). */
public sealed interface AppendResult {
    /** A majority has all of it on disk. */
    record Stored() implements AppendResult {}

    /**
     * A majority has the entries before {@code index}; the one at {@code index} collided with an entry that has its
     * place or its message's name; those behind it were not tried.
     */
    record Collided(int index) implements AppendResult {}

    /** As {@link Collided}, but the entry at {@code index} can never be stored. */
    record Rejected(int index, String reason) implements AppendResult {}

    /** Nothing of it is stored, or will be by this attempt. */
    record Refused(String reason) implements AppendResult {}

    /** Any of it may be stored, now or later: read it back. */
    record Unknown(Throwable cause) implements AppendResult {}
}
