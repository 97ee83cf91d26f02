package io.seqway.verification.simulation;

/** A message that a client wants to be stored, and what it has heard of it. */
final class Outgoing {
    private final String room;
    private final String clientMsgId;
    private final String body;
    private final Outgoing before;
    private final boolean optimistic;
    private int firstConnection;
    private int attempts;
    private int refusals;
    private long seq;
    private boolean ended;

    /**
     * @param before a message that this one has to stand behind, or {@code null}
     * @param optimistic whether it is to be shown before it is stored
     */
    Outgoing(String room, String clientMsgId, String body, Outgoing before, boolean optimistic) {
        this.before = before;
        this.optimistic = optimistic;
        this.room = room;
        this.clientMsgId = clientMsgId;
        this.body = body;
    }

    String room() {
        return room;
    }

    String clientMsgId() {
        return clientMsgId;
    }

    /** JSON text; no other message says the same. */
    String body() {
        return body;
    }

    boolean isOptimistic() {
        return optimistic;
    }

    /** The clientMsgId of the message that this one has to stand behind, or {@code null}. */
    String after() {
        return before == null ? null : before.clientMsgId;
    }

    /** Whether the message that this one has to stand behind will never be stored. */
    boolean isInVain() {
        return before != null && before.ended && !before.isAcked();
    }

    Outgoing before() {
        return before;
    }

    /** One more try, on this connection of its client. */
    void sentOn(int connection) {
        if (attempts++ == 0) {
            firstConnection = connection;
        }
    }

    /** The number of the connection that it was sent on first. */
    int firstConnection() {
        return firstConnection;
    }

    int attempts() {
        return attempts;
    }

    /** The last try was refused: whether each one was, so that none can be stored later. */
    boolean refused() {
        return ++refusals == attempts;
    }

    void acked(long at) {
        seq = at;
        ended = true;
    }

    /** The client does not try again. */
    void givenUp() {
        ended = true;
    }

    boolean isAcked() {
        return seq > 0;
    }

    long seq() {
        return seq;
    }

    boolean isEnded() {
        return ended;
    }
}
