package io.seqway.verification.client;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a client keeps of a room: its cursor, and what it has said and not heard of. */
final class Room {
    final String name;
    /** The last entry that was applied. */
    long last;
    /** Of the log; empty until the server has named it. */
    String epoch = "";

    /** Of the {@code resume} that waits for its outcome; 0 if none does. */
    long resumeId;

    long resumedAt;
    /** Whether this connection has joined it, as far as is known: it has from when it was asked for. */
    boolean joined;
    /** When to resume it again, if that failed; 0 if it did not. */
    long resumeDue;

    /** Not yet answered for good, in the order in which they were said. */
    final Deque<Outgoing> outgoing = new ArrayDeque<>();
    /** The {@code clientMsgId} of what was said last; empty if nothing was. */
    String lastSaid = "";
    /** Something was refused: nothing is sent until there is an answer to everything, and then all of it in order. */
    boolean held;

    long heldUntil;
    int refusals;

    Room(String name) {
        this.name = name;
    }

    boolean anyInFlight() {
        return outgoing.stream().anyMatch(Outgoing::inFlight);
    }

    /** The connection is gone, and with it all that was asked on it. */
    void cut() {
        resumeId = 0;
        resumeDue = 0;
        joined = false;
        held = false;
        outgoing.forEach(one -> one.frameId = 0);
    }

    /** Whether it is joined, and everything said is answered. */
    boolean isSettled() {
        return joined && resumeId == 0 && outgoing.isEmpty();
    }
}
