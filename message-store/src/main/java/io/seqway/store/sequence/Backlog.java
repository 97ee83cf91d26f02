package io.seqway.store.sequence;

/** How much waits to be stored in all rooms of this owner, in bytes. */
final class Backlog {
    private long bytes;

    void add(int change) {
        bytes += change;
    }

    long bytes() {
        return bytes;
    }
}
