package io.seqway.server.promise;

import io.seqway.server.TestServer;
import io.seqway.testing.Tokens;
import java.util.List;
import java.util.stream.IntStream;

/** Clients of whom each has a room of its own: together they have rooms of all owners. */
final class OwnRooms {
    private static final int CLIENTS = 16;

    private final Progress progress;
    private final List<ChatClient> clients;

    OwnRooms(Progress progress) {
        this.progress = progress;
        this.clients = IntStream.range(0, CLIENTS)
                .mapToObj(i ->
                        new ChatClient("user" + i, Tokens.token(TestServer.SECRET, "user" + i), "room" + i, progress))
                .toList();
    }

    List<ChatClient> clients() {
        return clients;
    }

    /** Until each has got so many more answers. */
    void awaitAcks(int more) throws InterruptedException {
        List<Integer> before = clients.stream().map(ChatClient::ackedCount).toList();
        progress.await("everybody is answered", () -> IntStream.range(0, CLIENTS)
                .allMatch(i -> clients.get(i).ackedCount() >= before.get(i) + more));
    }
}
