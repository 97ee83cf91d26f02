package io.seqway.presence.store;

import io.seqway.protocol.bus.PresenceMessage.PresenceChange;

/** Who is told what happens in a {@link PresenceStore}. */
public interface PresenceListener {
    /** Somebody came, went, or is otherwise than before; told to all nodes, in the order of the room. */
    void changed(PresenceChange change);

    /** The store has become available: what was said to it, and what it told, may have been lost. */
    void available();
}
