package io.seqway.gateway.room;

import io.seqway.gateway.socket.Broadcast;
import io.vertx.core.Future;

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

    /** Whether it must be asked before anything of a room is read whether the connection may be there. */
    default boolean isAskedFirst(String room) {
        return false;
    }

    /**
     * Asks whether the connection may be in a room.
     *
     * @return the seq of the entry that has made its user what it is there, or 0; fails with a
     *     {@link io.seqway.protocol.Refusal} if it may not be there, or that cannot be known
     */
    default Future<Long> admission(String room) {
        return Future.succeededFuture(0L);
    }

    /** The connection is in a room no more, in which its user may not be any more; it has got all up to that. */
    default void expelled(String room, String reason) {}

    /** A room falls behind because the connection is full, or has caught up again. */
    void lagging(String room, boolean begins);
}
