package io.seqway.gateway.command;

import io.seqway.gateway.presence.PresenceLink;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.frame.ClientFrame.Presence;

/** {@code presence}: who is online in a room. */
final class PresenceCommand implements Command<Presence> {
    private final PresenceLink presence;
    private final Rooms rooms;
    private final Questions questions;

    PresenceCommand(PresenceLink presence, Rooms rooms, Questions questions) {
        this.presence = presence;
        this.rooms = rooms;
        this.questions = questions;
    }

    @Override
    public void execute(Session session, Presence frame) {
        rooms.requireMember(session, frame.room());
        questions.ask(session, () -> presence.show(session, frame.room(), frame.id()));
    }
}
