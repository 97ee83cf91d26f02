package io.seqway.gateway.command;

import io.seqway.gateway.presence.PresenceLink;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.frame.ClientFrame.Presence;

/** {@code presence}: who is online in a room, all of them, a page, or some by name. */
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
        questions.ask(session, () -> rooms.enter(session, frame.room())
                .onFailure(e -> session.refuse(frame.id(), Refusals.of(e), frame.room(), null))
                .compose(entered -> presence.answer(session, frame)));
    }
}
