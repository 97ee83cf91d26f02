package io.seqway.gateway.command;

import io.seqway.gateway.presence.PresenceLink;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.frame.ClientFrame.Presence;

/** {@code presence}: who is online in a room. */
final class PresenceCommand implements Command<Presence> {
    private final PresenceLink presence;
    private final Rooms rooms;

    PresenceCommand(PresenceLink presence, Rooms rooms) {
        this.presence = presence;
        this.rooms = rooms;
    }

    @Override
    public void execute(Session session, Presence frame) {
        rooms.requireMember(session, frame.room());
        Questions.ask(session, () -> presence.show(session, frame.room(), frame.id()));
    }
}
