package io.seqway.gateway;

import io.seqway.gateway.auth.TokenOptions;
import io.seqway.gateway.door.DoorOptions;
import io.seqway.gateway.presence.ConnectionLimit;
import io.seqway.gateway.session.UserLimits;
import io.seqway.protocol.Limits;
import java.util.List;

/**
 * @param port 0 for any free one
 * @param instances event loops that serve sockets
 * @param door who is let in before it is known who it is
 * @param openRooms whether a room comes to be by being joined; otherwise the token must grant it
 * @param allowedOrigins origins of pages of other sites that may connect, exactly as browsers send them
 * @param dev whether loopback origins of any port may connect, and tokens are given to whoever asks
 * @param drainMs over how long the clients of a stopping node are told to come back, in ms
 */
public record GatewayOptions(
        String host,
        int port,
        int instances,
        DoorOptions door,
        Limits limits,
        UserLimits users,
        ConnectionLimit connections,
        TokenOptions tokens,
        boolean openRooms,
        List<String> allowedOrigins,
        boolean dev,
        long drainMs) {

    /** The same with what may change while the gateway runs: limits, origins and tokens. */
    public GatewayOptions adopting(GatewayOptions changed) {
        return new GatewayOptions(
                host,
                port,
                instances,
                door,
                changed.limits,
                changed.users,
                changed.connections,
                changed.tokens,
                openRooms,
                changed.allowedOrigins,
                dev,
                drainMs);
    }
}
