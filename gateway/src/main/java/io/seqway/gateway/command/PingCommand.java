package io.seqway.gateway.command;

import io.seqway.gateway.room.Subscription;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.frame.ClientFrame.Ping;
import io.seqway.protocol.frame.ServerFrames;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code ping}: a sign of life, and how far each room was written to this socket. */
final class PingCommand implements Command<Ping> {
    @Override
    public void execute(Session session, Ping frame) {
        Map<String, Long> seqs = frame.rooms().isEmpty() ? null : new LinkedHashMap<>();
        for (String room : frame.rooms()) {
            Subscription joined = session.rooms().get(room);
            if (joined != null && joined.seq() >= 0) {
                seqs.put(room, joined.seq());
            }
        }
        session.write(ServerFrames.pong(frame.id(), System.currentTimeMillis(), seqs));
    }
}
