package io.seqway.gateway.session;

import io.seqway.protocol.bus.NodeMessage.ConnectionReport;
import io.seqway.protocol.bus.NodeMessage.RoomPosition;

/** What a connection is and where it stands, for those who look after the nodes. */
final class Reports {
    private Reports() {}

    /**
     * Of a connection of which it is known who speaks.
     *
     * @param now as in {@link Session#connectedAt()}
     */
    static ConnectionReport of(Session session, long now) {
        return new ConnectionReport(
                session.id(),
                session.remote().getHostAddress(),
                now - session.connectedAt(),
                session.identity().expiresAt(),
                session.framesIn(),
                session.framesOut(),
                session.unanswered(),
                session.rooms().entrySet().stream()
                        .map(room -> new RoomPosition(
                                room.getKey(), room.getValue().seq(), session.isLagging(room.getKey())))
                        .toList());
    }
}
