package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many senders at once in one room: one order, the same for all, and each sender's own order kept. */
class OrderIT {
    private static final int CLIENTS = 8;
    private static final int SENDS = 50;

    private final Progress progress = new Progress();

    @Test
    void onOneNode() throws Exception {
        TestServer server = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri());
        try (ServerProcess one = server.start()) {
            sendTogether(List.of(one));
        }
    }

    @Test
    void onTwoNodes() throws Exception {
        TestServer server = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri());
        try (TestServer.Cluster cluster = server.startCluster(List.of("all", "all"))) {
            sendTogether(cluster.nodes());
        }
    }

    private void sendTogether(List<ServerProcess> nodes) throws Exception {
        List<ChatClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String user = "user" + i;
            ChatClient client = new ChatClient(user, Tokens.token(TestServer.SECRET, user), "room", progress);
            client.connect(nodes.get(i % nodes.size()).ws("/ws"));
            clients.add(client);
        }
        clients.forEach(client -> client.send(SENDS, SENDS));
        progress.await("all clients see all messages", () -> clients.stream()
                .allMatch(c -> c.view().last() >= CLIENTS * SENDS && c.unanswered() == 0));
        ChatClient reader = clients.get(0).reader();
        reader.connect(nodes.get(nodes.size() - 1).ws("/ws"));
        progress.await("the log", () -> reader.view().last() >= CLIENTS * SENDS);
        Histories.check(reader.view(), clients);
        assertThat(clients).allSatisfy(client -> assertThat(client.errors()).isEmpty());
        System.out.printf(
                "order test: %d sends by %d clients on %d nodes: seqs 1..%d, one order%n",
                CLIENTS * SENDS, CLIENTS, nodes.size(), reader.view().last());
    }
}
