package io.seqway.verification.history;

/**
 * One thing that a client did or was told. Which fields count, and what they hold, depends on the {@link Kind}.
 *
 * @param atNanos when, of {@link System#nanoTime()}
 * @param room the room; empty if it is about the whole connection
 * @param seq a number; 0 if there is none
 * @param message the message; {@code null} if there is none
 * @param text a text; empty if there is none
 */
public record Event(Kind kind, long atNanos, String room, long seq, Message message, String text) {

    /** What happened. */
    public enum Kind {
        /** The client wants to be connected from now on, or tries once more. */
        CONNECTING,
        /** It got its {@code welcome}; {@code text} is the node's name. */
        CONNECTED,
        /**
         * The connection is gone, and not of the client's own accord; {@code seq} is the close code, {@code text} why.
         */
        BROKEN,
        /** The client went, of its own accord; {@code text} is {@code end} if for good. */
        LEFT,
        /** A {@code send}, once for each attempt; {@code text} is the {@code clientMsgId} it named in {@code after}. */
        SENT,
        /** An {@code ack}: {@code seq} is the place, {@code text} is {@code duplicate} or empty. */
        ACKED,
        /** A send was answered by an error; {@code text} is its code, {@code seq} is 1 if it was retryable. */
        REFUSED,
        /** A room's cursor was sent: {@code seq} of the epoch {@code text}. */
        RESUMING,
        /** The outcome of a room: {@code text} is the status, {@code seq} what the server says it has sent. */
        RESUMED,
        /**
         * The client was told to forget what it has: the room goes on behind {@code seq}, in the epoch {@code text}.
         */
        RESET,
        /** A {@code pong} says that this connection was given all up to {@code seq}, and the client has less. */
        BEHIND,
        /** An entry that came by itself; {@code text} is the epoch as far as it is known. */
        SAW,
        /** An entry that came in a page of what was missed; {@code text} is the epoch. */
        SAW_MISSED,
        /** An error that answers no send; {@code text} is its code. */
        ERROR,
        /** The recording client itself made a mistake; {@code text} says which. Its history then says nothing. */
        FAILED,
        /** A log could not be read at the end; {@code text} says how it was tried and what came. */
        UNREADABLE
    }

    /** Whether an entry was seen. */
    public boolean isSight() {
        return kind == Kind.SAW || kind == Kind.SAW_MISSED;
    }
}
