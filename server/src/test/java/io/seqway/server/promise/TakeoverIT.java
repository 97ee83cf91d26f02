package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One of three nodes goes while clients of all nodes send to rooms of all: the others take its rooms, and nobody has to
 * do anything for it. {@code -Dseqway.rounds=N} does it as often with each way to go, {@code -Dseqway.warmup=N} once each
 * client has had so many answers: nodes that have just started compile what they run.
 */
@Tag("alone")
class TakeoverIT {
    private static final int ROUNDS = Integer.getInteger("seqway.rounds", 1);
    private static final int WARM_UP = Integer.getInteger("seqway.warmup", 50);
    private static final int NODES = 3;

    private final Progress progress = new Progress();
    private TestServer.Cluster cluster;
    private Crowd crowd;

    @BeforeEach
    void clientsOfAllNodesSendToRoomsOfAll() throws Exception {
        TestServer server = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri());
        cluster = server.startCluster(List.of("all", "all", "all"));
        crowd = new Crowd(cluster.nodes(), progress);
        for (int node = 0; node < NODES; node++) {
            awaitRooms(node);
        }
        crowd.awaitAnswers(WARM_UP);
        crowd.awaitAll("before");
    }

    @AfterEach
    void end() {
        crowd.close();
        cluster.close();
    }

    @Test
    void aNodeThatStopsAsPlannedCostsNobodyAnAnswer() throws Exception {
        Silences silences = goAndComeBack(
                "a planned stop", node -> assertThat(node.terminate()).isZero());
        assertThat(crowd.errors()).isEmpty();
        crowd.check();
        assertThat(silences.worst()).as("ms").isLessThan(silences.within(1_000));
    }

    @Test
    void aNodeThatIsKilledLosesNothingAndCostsNobodyAnAnswer() throws Exception {
        Silences silences = goAndComeBack("a kill", ServerProcess::kill);
        assertThat(crowd.errors()).isEmpty();
        crowd.check();
        assertThat(silences.worstElsewhere()).as("ms").isLessThan(silences.within(3_000));
        assertThat(silences.worst()).as("ms").isLessThan(silences.within(5_000));
    }

    @Test
    void aNodeThatStandsStillComesBackAsAZombieAndHarmsNothing() throws Exception {
        Silences silences = new Silences();
        stayCalm(silences);
        crowd.watchPace();
        cluster.nodes().get(0).pause();
        crowd.awaitSends();
        crowd.awaitBesides(0, "beside a node that stands still");
        silences.add(crowd, 0);
        cluster.nodes().get(0).resume();
        crowd.check();
        silences.print("a node that stands still");
        assertThat(crowd.errors().keySet()).isSubsetOf("timeout", "unavailable");
        assertThat(silences.worstElsewhere()).as("ms").isLessThan(silences.within(10_000));
    }

    /** Lets each node in turn go, and come back with its clients. */
    private Silences goAndComeBack(String how, Consumer<ServerProcess> go) throws InterruptedException {
        Silences silences = new Silences();
        for (int round = 0; round < ROUNDS; round++) {
            int node = round % NODES;
            stayCalm(silences);
            crowd.watchPace();
            go.accept(cluster.nodes().get(node));
            crowd.awaitSends();
            crowd.awaitAll("after " + how);
            silences.add(crowd, node);
            crowd.watchPace();
            cluster.nodes().set(node, cluster.nodes().get(node).startAgain());
            awaitRooms(node);
            crowd.awaitAnswers(50);
            silences.addReturn(crowd);
            crowd.comeHome(node);
            crowd.awaitAll("after the return");
        }
        silences.print(how);
        return silences;
    }

    /** Measures how it is when nobody goes. */
    private void stayCalm(Silences silences) throws InterruptedException {
        crowd.watchPace();
        crowd.awaitAnswers(50);
        silences.calm(crowd);
    }

    private void awaitRooms(int node) throws InterruptedException {
        progress.await(
                "node " + node + " owns rooms",
                () -> cluster.nodes().get(node).output().contains("partitions are this node's now"));
    }
}
