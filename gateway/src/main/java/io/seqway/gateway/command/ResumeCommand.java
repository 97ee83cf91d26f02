package io.seqway.gateway.command;

import io.seqway.gateway.metrics.ResumeMetrics;
import io.seqway.gateway.room.Hub;
import io.seqway.gateway.session.ConnectionLog;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.frame.ClientFrame.Resume;
import io.seqway.protocol.frame.Position;
import io.seqway.protocol.frame.ServerFrames;
import io.seqway.protocol.frame.ServerFrames.Joined;
import io.seqway.protocol.frame.Standing;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code resume}: enters many rooms at once, each with an outcome of its own. */
final class ResumeCommand implements Command<Resume> {
    private final Hub hub;
    private final Rooms rooms;
    private final Limits limits;
    private final ResumeMetrics metrics;

    ResumeCommand(Hub hub, Rooms rooms, Limits limits, ResumeMetrics metrics) {
        this.hub = hub;
        this.rooms = rooms;
        this.limits = limits;
        this.metrics = metrics;
    }

    @Override
    public void execute(Session session, Resume frame) {
        if (session.comesBack()) {
            metrics.reconnected(frame.reconnection());
        }
        if (!frame.all()) {
            join(session, frame, frame.rooms());
            return;
        }
        all(session, frame)
                .onSuccess(positions -> {
                    if (!session.isClosed()) {
                        join(session, frame, positions);
                    }
                })
                .onFailure(e -> session.refuse(frame.id(), Refusals.of(e), null, null));
    }

    /** The named rooms, and behind them all others that the user is a member of, where it has got them. */
    private Future<Map<String, Position>> all(Session session, Resume frame) {
        int most = limits.maxRoomsPerConnection() + 1;
        return hub.roomLists()
                .memberships(session.userId(), most, hub.now())
                .compose(found -> {
                    List<String> others = found.stream()
                            .filter(room -> !frame.rooms().containsKey(room))
                            .toList();
                    return hub.roomLists().in(session.userId(), others, hub.now());
                })
                .map(standings -> {
                    Map<String, Position> positions = new LinkedHashMap<>(frame.rooms());
                    for (Standing room : standings) {
                        if (room.role() != null) {
                            positions.put(room.room(), new Position(room.epoch(), room.delivered()));
                        }
                    }
                    return positions;
                });
    }

    private void join(Session session, Resume frame, Map<String, Position> positions) {
        Map<String, Joined> outcomes = new LinkedHashMap<>();
        List<Future<?>> settled = new ArrayList<>();
        positions.forEach((room, position) -> {
            outcomes.put(room, null); // keeps the order of the frame
            try {
                settled.add(rooms.join(session, room, position, 0, frame.presence())
                        .joined()
                        .recover(e -> Future.succeededFuture(refused(Refusals.of(e))))
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

    private void answer(Session session, Resume frame, Map<String, Joined> outcomes) {
        metrics.resumed(outcomes.values());
        ConnectionLog.resumed(session, outcomes.values());
        session.write(ServerFrames.resumed(frame.id(), outcomes));
    }

    private static Joined refused(Refusal refusal) {
        boolean removed = refusal.code() == ErrorCode.NOT_A_MEMBER || refusal.code() == ErrorCode.ROOM_NOT_FOUND;
        return removed ? Joined.removed() : Joined.failed(refusal);
    }
}
