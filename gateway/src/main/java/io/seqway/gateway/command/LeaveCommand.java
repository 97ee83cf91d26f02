package io.seqway.gateway.command;

import io.seqway.gateway.session.Session;
import io.seqway.protocol.frame.ClientFrame.Leave;
import io.seqway.protocol.frame.ServerFrames;

/** {@code leave}: nothing more of the room is written. */
final class LeaveCommand implements Command<Leave> {
    private final Rooms rooms;

    LeaveCommand(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public void execute(Session session, Leave frame) {
        rooms.leave(session, frame.room());
        session.write(ServerFrames.left(frame.id(), frame.room()));
    }
}
