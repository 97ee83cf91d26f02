package io.seqway.testing;

/** Where a store of the tests comes from; {@link #toString()} is the word of the report. */
public enum StoreKind {
    /** A server that was running before, named by the environment. */
    EXTERNAL("external"),
    /** A container of this JVM. */
    CONTAINER("container"),
    /** Inside this JVM, or beside it: see {@code io.seqway.embedded}. */
    EMBEDDED("embedded");

    private final String word;

    StoreKind(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
