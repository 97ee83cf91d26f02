package io.seqway.gateway.command;

import io.seqway.gateway.room.Hub;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.frame.ClientFrame.Signal;

/** {@code signal}: to whoever else is in the room now; nothing is stored, and nothing answered. */
final class SignalCommand implements Command<Signal> {
    private final Hub hub;
    private final Rooms rooms;

    SignalCommand(Hub hub, Rooms rooms) {
        this.hub = hub;
        this.rooms = rooms;
    }

    @Override
    public void execute(Session session, Signal frame) {
        rooms.requireJoined(session, frame.room());
        if (!session.isService()) {
            session.rateLimit().signal(System.nanoTime());
        }
        rooms.onceAdmitted(session, frame.id(), frame.room(), () -> hub.signal(frame, session));
    }
}
