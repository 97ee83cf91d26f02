package io.seqway.store.sequence;

/**
 * The place of a waiting message among others of its sender: behind the one that it names by {@code after}, and in front
 * of those that were sent behind it. What memory cannot tell, the log is asked before the message is numbered.
 *
 * <p>Memory tells of a predecessor that is queued ahead: it shares the order of the queue, so by the time this message is
 * numbered, the predecessor is settled or numbered just before.
 */
final class Order {
    private final boolean sentBefore;
    private final boolean alwaysAsked;
    private boolean sentAgain;
    private boolean unasked;
    private boolean overtaken;
    private String unprovenKey;
    private Order predecessor;
    private boolean suspect;
    private boolean settled;
    private boolean refused;

    /**
     * @param sentAgain whether the message was sent before, so that one behind it may be stored already
     * @param alwaysAsked whether it may be refused for what the log holds then, so that the log is to be asked first
     *     whether it is stored already
     */
    Order(boolean sentAgain, boolean alwaysAsked) {
        this.sentBefore = sentAgain;
        this.sentAgain = sentAgain;
        this.alwaysAsked = alwaysAsked;
        this.unasked = alwaysAsked;
    }

    /** The message must not be stored unless this one is, which is queued ahead. */
    void behind(Order queuedAhead) {
        predecessor = queuedAhead;
    }

    /** The message must not be stored unless the log has the one of this key. */
    void behind(String key) {
        unprovenKey = key;
    }

    /** The key of the message that the log must have, or {@code null}. */
    String unprovenKey() {
        return unprovenKey;
    }

    boolean isSentAgain() {
        return sentAgain;
    }

    /**
     * One that was sent behind this message is stored or queued ahead of it. So this message was refused before, and the
     * answer was lost: it must not be stored now.
     */
    void overtaken() {
        overtaken = true;
    }

    boolean isOvertaken() {
        return overtaken;
    }

    /** Whether the message may be refused, and the log has to be asked whether it is stored already. */
    boolean judge() {
        suspect = sentAgain || unasked || overtaken || unprovenKey != null || isBehindRefused() || isBehindSuspect();
        return suspect;
    }

    /** Whether the message that it names has not become an entry. */
    boolean isBehindRefused() {
        return predecessor != null && predecessor.refused;
    }

    /** The log has what it must have, and nothing that it must not have. */
    void proven() {
        sentAgain = false;
        unasked = false;
        unprovenKey = null;
        suspect = false;
    }

    /** Somebody else has written since: one that was sent behind this message may be among it. */
    void doubted() {
        sentAgain = sentBefore;
        unasked = alwaysAsked;
    }

    /** What became of the message is known. */
    void settle(boolean stored) {
        settled = true;
        refused = !stored;
        predecessor = null; // or each would keep all those before it
    }

    /** What became of the message cannot be known now: those behind it are not judged by it. */
    void leaveOpen() {
        settled = true;
        predecessor = null;
    }

    private boolean isBehindSuspect() {
        return predecessor != null && !predecessor.settled && predecessor.suspect;
    }
}
