package io.seqway.verification.history;

/**
 * A promise that was broken.
 *
 * @param kind which one
 * @param room where; empty if it is about no room
 * @param client who saw it, or {@code log} if it is the log itself
 * @param seq at which place; 0 if at none
 * @param atNanos when, of {@link System#nanoTime()}; 0 if at no time
 * @param what one line that tells what was found
 */
public record Violation(Kind kind, String room, String client, long seq, long atNanos, String what) {

    /** The promises, by how they are broken. */
    public enum Kind {
        /** It was acked or seen, and is not in the log. */
        LOST("acked or seen, and not in the log"),
        /** It is in the log, behind where a client began, and the client never saw it. */
        ABSENT("in the log, and never seen by a client of the room"),
        /** A connection was given an entry twice. */
        REPEATED("given twice to one connection"),
        /** A connection was given an entry behind a later one. */
        REORDERED("given behind a later one"),
        /** A connection was given an entry without the one before, or there is none in the log. */
        HOLE("left out in front of a later one"),
        /** One place has two values. */
        FORK("two values for one seq"),
        /** An ack names another place than the log, or two acks name two. */
        ACK_DISAGREES("acked at another seq than in the log"),
        /** One message is in the log twice. */
        STORED_TWICE("in the log twice"),
        /** Somebody saw what nobody has sent. */
        UNEXPLAINED("seen or stored, and never sent"),
        /** What one sender said first stands behind what it said later. */
        SENDER_ORDER("stored in another order than sent"),
        /** A client was told that its place is no good, and it was. */
        UNTRUE_RESET("reset, truncated or removed, and that was not true"),
        /** Each attempt to send it was refused for certain, and it is stored. */
        REFUSED_BUT_STORED("refused at each attempt, and stored"),
        /** Two ways of reading a log find different entries. */
        READERS_DISAGREE("read differently in two ways"),
        /** A log cannot be read at the end, when nothing is wrong any more. */
        UNREADABLE("not shown by the server"),
        /** A recording client made a mistake, so its history says nothing. */
        CLIENT_FAILED("a recording client failed"),
        /** Nothing was acked, or no log was read. */
        NOTHING_PROVEN("nothing was sent and read, so nothing is proven");

        private final String meaning;

        Kind(String meaning) {
            this.meaning = meaning;
        }

        /** In words. */
        public String meaning() {
            return meaning;
        }
    }
}
