package io.seqway.gateway.command;

import io.seqway.gateway.room.Hub;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.frame.ClientFrame.History;
import io.seqway.protocol.frame.ServerFrames;
import io.vertx.core.Future;

/** {@code history}: a page of a room, without joining it. */
final class HistoryCommand implements Command<History> {
    private final Hub hub;
    private final Rooms rooms;
    private final Questions questions;

    HistoryCommand(Hub hub, Rooms rooms, Questions questions) {
        this.hub = hub;
        this.rooms = rooms;
        this.questions = questions;
    }

    @Override
    public void execute(Session session, History frame) {
        questions.ask(session, () -> read(session, frame));
    }

    private Future<?> read(Session session, History frame) {
        return rooms.enter(session, frame.room())
                .compose(entered -> hub.pages().history(frame, hub.now()))
                .onSuccess(page ->
                        session.write(ServerFrames.history(frame.id(), frame.room(), page.frames(), page.more())))
                .onFailure(e -> session.refuse(frame.id(), Refusals.of(e), frame.room(), null));
    }
}
