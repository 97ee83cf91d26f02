package io.seqway.gateway.command;

import io.seqway.gateway.room.Hub;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.frame.ClientFrame.Typing;

/** {@code typing}: to whoever else is in the room now; nothing is stored, and nothing answered. */
final class TypingCommand implements Command<Typing> {
    private final Hub hub;
    private final Rooms rooms;

    TypingCommand(Hub hub, Rooms rooms) {
        this.hub = hub;
        this.rooms = rooms;
    }

    @Override
    public void execute(Session session, Typing frame) {
        rooms.requireJoined(session, frame.room());
        if (!session.isService()) {
            session.rateLimit().typing(System.nanoTime());
        }
        rooms.onceAdmitted(session, frame.id(), frame.room(), () -> type(session, frame));
    }

    private void type(Session session, Typing frame) {
        if (session.typist().says(frame.room(), frame.typing(), hub.now())) {
            hub.typing(frame.room(), frame.typing(), session);
        }
    }
}
