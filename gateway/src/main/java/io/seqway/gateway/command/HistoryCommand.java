package io.seqway.gateway.command;

import io.seqway.gateway.room.Hub;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.Limits;
import io.seqway.protocol.bus.BusMessage.Page;
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
        rooms.requireMember(session, frame.room());
        questions.ask(session, () -> read(session, frame));
    }

    private Future<?> read(Session session, History frame) {
        var page = frame.before() > 0
                ? hub.pages().before(frame.room(), frame.before(), frame.limit(), Limits.PAGE_BYTES, hub.now())
                : hub.pages().after(frame.room(), frame.after(), frame.limit(), Limits.PAGE_BYTES, hub.now());
        return page.onSuccess(read ->
                        session.write(ServerFrames.history(frame.id(), frame.room(), read.frames(), more(frame, read))))
                .onFailure(e -> session.refuse(frame.id(), Refusals.of(e), frame.room(), null));
    }

    private static boolean more(History frame, Page page) {
        return frame.before() > 0
                ? !page.frames().isEmpty() && page.first() > page.floor() + 1
                : page.first() + page.frames().size() - 1 < page.head();
    }
}
