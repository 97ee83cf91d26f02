package io.seqway.gateway.room;

import io.seqway.gateway.socket.Broadcast;

/** The connection behind a cursor. */
public interface Subscriber {
    /** Who has joined. */
    String userId();

    /** Writes an encoded frame. */
    void write(byte[] frame);

    /** Writes encoded frames that go to others, too. */
    void write(Broadcast frames);

    /** Whether the connection does not read what was written. */
    boolean isFull();

    /** Calls this once when the connection is not full any more; never, once it is closed. */
    void onceDrained(Runnable task);

    /** Bounds how many rooms of the connection are replayed at once. */
    ReplaySlots replaySlots();

    /** A room falls behind because the connection is full, or has caught up again. */
    void lagging(String room, boolean begins);
}
