package io.seqway.gateway.command;

import io.seqway.gateway.session.Session;
import io.seqway.protocol.frame.ClientFrame.Join;
import io.seqway.protocol.frame.ServerFrames;

/** {@code join}: enters one room, from where the client stands. */
final class JoinCommand implements Command<Join> {
    private final Rooms rooms;

    JoinCommand(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public void execute(Session session, Join frame) {
        rooms.join(session, frame.room(), frame.from(), frame.tail(), frame.presence())
                .joined()
                .onSuccess(joined -> session.write(ServerFrames.joined(frame.id(), frame.room(), joined)))
                .onFailure(e -> session.refuse(frame.id(), Refusals.of(e), frame.room(), null));
    }
}
