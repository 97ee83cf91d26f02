package io.seqway.gateway.command;

import io.seqway.gateway.session.ConnectionLog;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.frame.ClientFrame.Resume;
import io.seqway.protocol.frame.ServerFrames;
import io.seqway.protocol.frame.ServerFrames.Joined;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code resume}: enters many rooms at once, each with an outcome of its own. */
final class ResumeCommand implements Command<Resume> {
    private final Rooms rooms;

    ResumeCommand(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public void execute(Session session, Resume frame) {
        Map<String, Joined> outcomes = new LinkedHashMap<>();
        List<Future<?>> settled = new ArrayList<>();
        frame.rooms().forEach((room, position) -> {
            outcomes.put(room, null); // keeps the order of the frame
            try {
                settled.add(rooms.join(session, room, position, 0, frame.presence())
                        .joined()
                        .recover(e -> Future.succeededFuture(refused(rooms.whyNotJoined(session, room, e))))
                        .onSuccess(joined -> outcomes.put(room, joined)));
            } catch (Refusal refusal) {
                outcomes.put(room, refused(refusal));
            }
        });
        if (settled.isEmpty()) {
            answer(session, frame, outcomes);
        } else {
            Future.join(settled).onComplete(all -> answer(session, frame, outcomes));
        }
    }

    private static void answer(Session session, Resume frame, Map<String, Joined> outcomes) {
        ConnectionLog.resumed(session, outcomes.values());
        session.write(ServerFrames.resumed(frame.id(), outcomes));
    }

    private static Joined refused(Refusal refusal) {
        return refusal.code() == ErrorCode.NOT_A_MEMBER ? Joined.removed() : Joined.failed(refusal);
    }
}
