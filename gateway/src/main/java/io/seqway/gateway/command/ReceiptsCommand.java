package io.seqway.gateway.command;

import io.seqway.gateway.room.Hub;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.frame.ClientFrame.Receipts;
import io.seqway.protocol.frame.ServerFrames;
import io.vertx.core.Future;

/** {@code receipts}: how far everybody is in a room. */
final class ReceiptsCommand implements Command<Receipts> {
    private final Hub hub;
    private final Rooms rooms;
    private final Questions questions;

    ReceiptsCommand(Hub hub, Rooms rooms, Questions questions) {
        this.hub = hub;
        this.rooms = rooms;
        this.questions = questions;
    }

    @Override
    public void execute(Session session, Receipts frame) {
        questions.ask(session, () -> read(session, frame));
    }

    private Future<?> read(Session session, Receipts frame) {
        return rooms.enter(session, frame.room())
                .compose(entered -> hub.receipts().of(frame.room(), hub.now()))
                .onSuccess(found ->
                        session.write(ServerFrames.receipts(frame.id(), frame.room(), found.cursors(), found.more())))
                .onFailure(e -> session.refuse(frame.id(), Refusals.of(e), frame.room(), null));
    }
}
