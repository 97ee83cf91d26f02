package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.embedded.FreePorts;
import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node that has joined the cluster and takes long to start: nobody who is connected to another one waits for it. */
@Tag("alone")
class StartingNodeIT {
    private static final int WINDOW = 1;
    /** More than the pauses of a busy machine, and less than it takes the cluster to give up a node that is silent. */
    private static final int SILENT_MS = 2_500;

    private final Progress progress = new Progress();
    private final List<List<String>> nodes = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri())
            .cluster(List.of("all", "all"));
    private final OwnRooms rooms = new OwnRooms(progress);
    private final List<ChatClient> clients = rooms.clients();

    @Test
    void isSentNoMessagesBeforeItServes() throws Exception {
        try (ServerProcess serving = ServerProcess.start(nodes.get(0), Map.of())) {
            clients.forEach(client -> client.connect(serving.ws("/ws")));
            clients.forEach(client -> client.send(Integer.MAX_VALUE, WINDOW));
            rooms.awaitAcks(20);
            clients.forEach(ChatClient::watchPace);
            try (ServerProcess starting = ServerProcess.launch(nodes.get(1), Map.of(), FreePorts.next())) {
                serving.awaitOutput("2 message-store", 1);
                starting.pause();
                try {
                    rooms.awaitAcks(20);
                } finally {
                    starting.resume();
                }
                long silentMs = clients.stream()
                        .mapToLong(ChatClient::longestSilenceMs)
                        .max()
                        .orElseThrow();
                starting.awaitOutput("partitions are this node's now", 1);
                rooms.awaitAcks(20);
                check(serving);
                assertThat(silentMs).isLessThan(SILENT_MS);
                assertThat(clients)
                        .allSatisfy(client -> assertThat(client.errors()).isEmpty());
            }
        }
    }

    private void check(ServerProcess node) throws InterruptedException {
        clients.forEach(ChatClient::stop);
        progress.await("all is answered", () -> clients.stream().allMatch(client -> client.unanswered() == 0));
        for (ChatClient client : clients) {
            progress.await(client.user() + " sees all", () -> client.view().last() >= client.ackedCount());
            ChatClient log = client.reader();
            log.connect(node.ws("/ws"));
            progress.await("the log", () -> log.view().last() >= client.ackedCount());
            Histories.check(log.view(), List.of(client));
            log.cut();
        }
    }
}
