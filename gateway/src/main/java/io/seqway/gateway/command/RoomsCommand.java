package io.seqway.gateway.command;

import io.seqway.gateway.room.Hub;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.frame.ClientFrame;
import io.seqway.protocol.frame.ServerFrames;
import io.vertx.core.Future;
import java.util.List;

/** {@code rooms}: the caller's own, with how far the caller is in each. */
final class RoomsCommand implements Command<ClientFrame.Rooms> {
    private final Hub hub;
    private final Rooms rooms;
    private final Questions questions;

    RoomsCommand(Hub hub, Rooms rooms, Questions questions) {
        this.hub = hub;
        this.rooms = rooms;
        this.questions = questions;
    }

    @Override
    public void execute(Session session, ClientFrame.Rooms frame) {
        questions.ask(session, () -> read(session, frame));
    }

    private Future<?> read(Session session, ClientFrame.Rooms frame) {
        List<String> joined = List.copyOf(session.rooms().keySet());
        return hub.roomLists()
                .of(
                        session.userId(),
                        frame.cursor(),
                        frame.limit(),
                        room -> rooms.admits(session, room),
                        joined,
                        hub.now())
                .onSuccess(page -> session.write(ServerFrames.rooms(frame.id(), page.rooms(), page.cursor())))
                .onFailure(e -> session.refuse(frame.id(), Refusals.of(e), null, null));
    }
}
