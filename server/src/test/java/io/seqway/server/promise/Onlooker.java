package io.seqway.server.promise;

import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A client in some rooms, who sends optimistic messages and sees those of others. */
final class Onlooker implements AutoCloseable {
    private final SocketClient socket;
    private final List<String> rooms;

    private Onlooker(SocketClient socket, List<String> rooms) {
        this.socket = socket;
        this.rooms = rooms;
    }

    /** Connects a user to a node, and joins rooms. */
    static Onlooker join(ServerProcess node, String user, List<String> rooms) {
        Map<String, String> headers = Map.of("Authorization", "Bearer " + Tokens.token(TestServer.SECRET, user));
        SocketClient socket = SocketClient.connect(node.ws("/ws"), headers, List.of());
        rooms.forEach(room -> socket.request(Map.of("type", "join", "room", room, "presence", false)));
        return new Onlooker(socket, rooms);
    }

    SocketClient socket() {
        return socket;
    }

    /** Sends one optimistic message to each room. */
    void send(String clientMsgId) {
        for (String room : rooms) {
            socket.send(Map.of(
                    "type", "send", "room", room, "clientMsgId", clientMsgId, "mode", "optimistic", "body", room));
        }
    }

    /** Waits until what it was told so far is like this. */
    Shown await(Predicate<Shown> wanted, Duration limit) {
        Shown shown = new Shown();
        socket.await(frame -> wanted.test(shown.hear(frame)), limit);
        return shown;
    }

    @Override
    public void close() {
        socket.cut();
    }
}
