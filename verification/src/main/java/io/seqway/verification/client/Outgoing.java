package io.seqway.verification.client;

import io.seqway.verification.history.Message;

/** A send that has no final answer yet. */
final class Outgoing {
    final Message message;
    final String body;
    /** The {@code clientMsgId} of the one said before it in this room; empty if it may stand anywhere. */
    String after;
    /** Of the frame that waits for its answer; 0 if none does. */
    long frameId;

    long sentAt;

    Outgoing(Message message, String body, String after) {
        this.message = message;
        this.body = body;
        this.after = after;
    }

    boolean inFlight() {
        return frameId != 0;
    }
}
