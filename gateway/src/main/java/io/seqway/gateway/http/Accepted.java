package io.seqway.gateway.http;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.door.Door;
import io.seqway.protocol.frame.Position;
import io.vertx.core.http.ServerWebSocket;
import java.util.Map;

/** Takes over the sockets whose handshake was right. */
@FunctionalInterface
public interface Accepted {
    /**
     * On the event loop of the socket.
     *
     * @param identity {@code null} if the connection has not said yet who it is
     * @param rooms the rooms that it named in its address, to be resumed at once
     * @param entry to be told when the connection says who it is; it sees by itself when the connection ends
     */
    void accept(ServerWebSocket socket, Identity identity, Map<String, Position> rooms, Door.Entry entry);

    /** Whether the node is about to stop, and takes over no more of them. */
    default boolean isOver() {
        return false;
    }
}
