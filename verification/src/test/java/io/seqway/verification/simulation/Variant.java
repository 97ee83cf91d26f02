package io.seqway.verification.simulation;

import io.seqway.protocol.loop.EventLoop;
import io.seqway.store.log.RoomLog;

/** What is put between the real classes and their ports, so that a schedule has a known mistake. This one has none. */
class Variant {
    /** The log as the sequencer of a node sees it. */
    RoomLog log(RoomLog real) {
        return real;
    }

    /** The event loop as a message store sees it. */
    EventLoop loop(EventLoop real) {
        return real;
    }

    /** The event loop as a gateway sees it. */
    EventLoop gatewayLoop(EventLoop real) {
        return real;
    }

    /** Whether the database takes a message of a sender only once. */
    boolean keysAreUnique() {
        return true;
    }

    /** Whether everything is removed from the database once, the last entries of rooms too. */
    boolean retentionSparesNothing() {
        return false;
    }
}
