package io.seqway.verification.simulation;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.Submission.Change;
import io.seqway.protocol.frame.Message;

/** A message, an edit or a deletion that a client wants to be stored, and what it has heard of it. */
final class Outgoing {
    private final String room;
    private final String clientMsgId;
    private final String body;
    private final Outgoing before;
    private final boolean optimistic;
    private final String kind;
    private final long target;
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
        this(room, clientMsgId, body, before, optimistic, Message.KIND_MESSAGE, 0);
    }

    private Outgoing(
            String room,
            String clientMsgId,
            String body,
            Outgoing before,
            boolean optimistic,
            String kind,
            long target) {
        this.before = before;
        this.optimistic = optimistic;
        this.kind = kind;
        this.target = target;
        this.room = room;
        this.clientMsgId = clientMsgId;
        this.body = body;
    }

    /** Another body for a message. */
    static Outgoing edit(String room, String clientMsgId, String body, long target) {
        return new Outgoing(room, clientMsgId, body, null, false, Message.KIND_EDIT, target);
    }

    static Outgoing deletion(String room, String clientMsgId, long target) {
        return new Outgoing(room, clientMsgId, Message.NO_BODY, null, false, Message.KIND_DELETE, target);
    }

    /** What a gateway makes of it. */
    Submission submission(Author author) {
        return isMessage()
                ? Submission.message(room, author, clientMsgId, body, 0, after(), optimistic)
                : Submission.change(kind, room, author, clientMsgId, body, new Change(target, 0, after(), false));
    }

    boolean isMessage() {
        return kind.equals(Message.KIND_MESSAGE);
    }

    /** Names it among all that anybody says. */
    String name(String user) {
        return kind.equals(Message.KIND_DELETE) ? Checker.nameOfDeletion(user, clientMsgId) : body;
    }

    String room() {
        return room;
    }

    String clientMsgId() {
        return clientMsgId;
    }

    /** JSON text; nothing else says the same, but for deletions. */
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
