package io.seqway.store.delivery;

/**
 * How much of what was pushed to one gateway node is not confirmed. Beyond the bound nothing is pushed until half of it
 * is confirmed.
 */
final class Outflow {
    /** Bytes of entries that may be on their way to one node. */
    static final long MAX_BYTES = 8L * 1024 * 1024;

    private static final int MAX_UNANSWERED = 14;

    private final long session;
    private long sent;
    private long confirmed;
    private boolean stopped;
    private int unanswered;

    /** @param session names this count, which begins at 0 */
    Outflow(long session) {
        this.session = session;
    }

    long session() {
        return session;
    }

    /** Bytes pushed so far. */
    long sent() {
        return sent;
    }

    /** Whether so many bytes are to be pushed: then they are counted, else nothing is until it flows again. */
    boolean takes(long bytes) {
        if (!stopped && sent - confirmed + bytes <= MAX_BYTES) {
            sent += bytes;
            return true;
        }
        stopped = true;
        return false;
    }

    /** As {@link #takes}, for what may be left out: it leaves half of the room to what may not, and stops nothing. */
    boolean takesBesides(long bytes) {
        boolean taken = !stopped && sent - confirmed + bytes <= MAX_BYTES / 2;
        sent += taken ? bytes : 0;
        return taken;
    }

    /**
     * The node has handled what was pushed up to here.
     *
     * @return whether it flows again with this
     */
    boolean heard(long bytes) {
        unanswered = 0;
        confirmed = Math.max(confirmed, Math.min(bytes, sent));
        if (stopped && sent - confirmed <= MAX_BYTES / 2) {
            stopped = false;
            return true;
        }
        return false;
    }

    /** One more beacon is said, which is to be answered. */
    void asked() {
        unanswered++;
    }

    /** Whether so many beacons in a row were not answered that the node is gone, most likely. */
    boolean isDead() {
        return unanswered >= MAX_UNANSWERED;
    }
}
