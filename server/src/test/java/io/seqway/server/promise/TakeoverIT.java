package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One of two nodes goes while clients of the other one send to rooms of both: the rest of the cluster takes its rooms,
 * and nobody has to do anything for it.
 */
class TakeoverIT {
    /** So many that both nodes own some of them. */
    private static final int ROOMS = 16;

    private static final int WINDOW = 3;

    private final Progress progress = new Progress();
    private final List<ChatClient> clients = new ArrayList<>();
    private TestServer.Cluster cluster;
    private ServerProcess goes;
    private ServerProcess stays;

    @BeforeEach
    void clientsOfOneNodeSendToRoomsOfBoth() throws Exception {
        TestServer server = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri());
        cluster = server.startCluster(List.of("all", "all"));
        goes = cluster.nodes().get(0);
        stays = cluster.nodes().get(1);
        for (int i = 0; i < ROOMS; i++) {
            String user = "user" + i;
            ChatClient client = new ChatClient(user, Tokens.token(TestServer.SECRET, user), "room" + i, progress);
            client.connect(stays.ws("/ws"));
            clients.add(client);
        }
        clients.forEach(client -> client.send(Integer.MAX_VALUE, WINDOW));
        progress.await("both nodes own rooms", () -> owns(goes) && owns(stays));
        awaitAcks("before");
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void aNodeThatStopsAsPlannedCostsNobodyAnAnswer() throws Exception {
        assertThat(goes.terminate()).isZero();
        awaitAcks("after a planned stop");
        check();
        assertThat(clients).allSatisfy(client -> assertThat(client.errors()).isEmpty());
    }

    @Test
    void aNodeThatIsKilledLosesNothingAndCostsNobodyAnAnswer() throws Exception {
        goes.kill();
        awaitAcks("after a kill");
        check();
        assertThat(clients).allSatisfy(client -> assertThat(client.errors()).isEmpty());
    }

    @Test
    void aNodeThatStandsStillComesBackAsAZombieAndHarmsNothing() throws Exception {
        goes.pause();
        awaitAcks("beside a node that stands still");
        goes.resume();
        awaitAcks("beside a node that was a zombie");
        check();
        assertThat(clients)
                .allSatisfy(client -> assertThat(client.errors().keySet()).isSubsetOf("timeout", "unavailable"));
    }

    private static boolean owns(ServerProcess node) {
        return node.output().contains("partitions are this node's now");
    }

    /** Until every room has taken more than was under way. */
    private void awaitAcks(String when) throws InterruptedException {
        long began = System.nanoTime();
        int[] then = clients.stream().mapToInt(ChatClient::ackedCount).toArray();
        progress.await("acks in all rooms " + when, () -> IntStream.range(0, ROOMS)
                .allMatch(i -> clients.get(i).ackedCount() > then[i] + WINDOW));
        System.out.printf(
                "takeover: acks in all rooms %s after %d ms%n",
                when, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }

    private void check() throws Exception {
        clients.forEach(ChatClient::stop);
        progress.await("all answers", () -> clients.stream().allMatch(client -> client.unanswered() == 0));
        for (ChatClient client : clients) {
            ChatClient reader = client.reader();
            reader.connect(stays.ws("/ws"));
            progress.await(
                    "what it sees is the log",
                    () -> client.view().last() >= client.sent() && reader.view().last() >= client.sent());
            Histories.check(reader.view(), List.of(client));
        }
    }
}
