package io.seqway.client;

import io.vertx.core.Future;

/** A message, stored or not yet, as it is now. May be read by any thread. */
public final class Message {
    private final Room room;
    private volatile Content content;
    private volatile SeqwayError error;
    /** Of one that is written here. */
    private volatile Future<Long> outcome;

    Message(Room room, Content content) {
        this.room = room;
        this.content = content;
    }

    Content content() {
        return content;
    }

    void take(Content newer) {
        content = newer;
        error = null;
    }

    void fails(SeqwayError why) {
        error = why;
    }

    void awaits(Future<Long> result) {
        outcome = result;
    }

    /** The room's name. */
    public String room() {
        return room.id();
    }

    /** Its place in the room; null as long as it is not stored. */
    public Long seq() {
        return content.seq();
    }

    /** The server's name for it; null as long as its entry is not here. */
    public String messageId() {
        return content.messageId();
    }

    /** A user id; null of an own one that was written before the server has said who this is. */
    public String sender() {
        return content.sender();
    }

    /** What the token says of the sender, or null. */
    public String senderName() {
        return content.senderName();
    }

    /** An address of a picture of the sender, or null. */
    public String senderPicture() {
        return content.senderPicture();
    }

    /** The sender's name for it. */
    public String clientMsgId() {
        return content.clientMsgId();
    }

    /** In ms since 1970, by the server's clock; by this one's as long as it is not stored. */
    public long time() {
        return content.time();
    }

    /** JSON: null, Boolean, Number, String, JsonArray or JsonObject. Null of a deleted one. */
    public Object body() {
        return content.body();
    }

    /** 1, and one more with each edit. */
    public long version() {
        return content.version();
    }

    /** Whether it was deleted. */
    public boolean deleted() {
        return content.deleted();
    }

    /** The seq of the message that it answers, or null. */
    public Long replyTo() {
        return content.replyTo();
    }

    /** Whether it is of this user. */
    public boolean own() {
        String sender = content.sender();
        return sender == null || sender.equals(room.client().userId());
    }

    /** Where it stands now. */
    public MessageStatus status() {
        Long seq = content.seq();
        if (error != null) {
            return MessageStatus.FAILED;
        }
        if (seq == null) {
            return MessageStatus.PENDING;
        }
        return own() ? room.cursors().reached(seq) : MessageStatus.SENT;
    }

    /** Why it has failed, or null. */
    public SeqwayError error() {
        return error;
    }

    /**
     * Of an own one: its seq, once it is stored. Fails with a {@link SeqwayError} if it is refused for good, or cancelled. A
     * {@link #retry()} has a new one.
     */
    public Future<Long> stored() {
        Future<Long> known = outcome;
        return known != null ? known : Future.succeededFuture(content.seq());
    }

    /**
     * Sends one that has failed again, with the same id.
     *
     * @return its seq, once it is stored
     */
    public Future<Long> retry() {
        return room.client().call(() -> room.client().outbox().retry(clientMsgId()));
    }

    /**
     * Takes an own one that is not sent out of the outbox.
     *
     * @return false if it may have been sent already; true once it is certain not to be sent
     */
    public Future<Boolean> cancel() {
        return room.client().call(() -> room.client().outbox().cancel(clientMsgId()));
    }
}
