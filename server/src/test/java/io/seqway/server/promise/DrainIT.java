package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node is asked to end while all its clients send: they go to the other node little by little, and nothing is lost. */
@Tag("alone")
class DrainIT {
    private static final int CLIENTS = 500;
    private static final int ROOMS = 25;
    private static final int WINDOW_SECONDS = 10;
    private static final int MORE_SECONDS = 5;

    /** How many may come back in one second, as a multiple of the mean. */
    private static final int CROWDING = 3;

    private static final int EVERY_MS = 5_000;
    private static final int UNANSWERED = 1_000;

    private final Progress progress = new Progress();
    private final List<ChatClient> clients = new ArrayList<>();
    private final ScheduledExecutorService pace = Executors.newScheduledThreadPool(2);
    private TestServer.Cluster cluster;

    @BeforeEach
    void allClientsAreAtOneNodeAndSendNowAndThen() throws InterruptedException {
        TestServer server = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri())
                .drainingOver(WINDOW_SECONDS);
        cluster = server.startCluster(List.of("all", "all"));
        ServerProcess leaving = cluster.nodes().get(0);
        ServerProcess staying = cluster.nodes().get(1);
        leaving.awaitOutput("partitions are this node's now", 1);
        staying.awaitOutput("partitions are this node's now", 1);
        for (int i = 0; i < CLIENTS; i++) {
            String user = "user" + i;
            ChatClient client =
                    new ChatClient(user, Tokens.token(TestServer.SECRET, user), "room" + i % ROOMS, progress);
            client.connect(leaving.ws("/ws"));
            client.goingTo(staying.ws("/ws"));
            clients.add(client);
        }
        for (ChatClient client : clients) {
            pace.scheduleAtFixedRate(
                    () -> client.send(1, UNANSWERED),
                    ThreadLocalRandom.current().nextInt(EVERY_MS),
                    EVERY_MS,
                    TimeUnit.MILLISECONDS);
        }
        progress.await("everybody has got an answer", () -> clients.stream().allMatch(c -> c.ackedCount() > 0));
    }

    @AfterEach
    void end() {
        pace.shutdownNow();
        clients.stream().filter(ChatClient::isConnected).forEach(ChatClient::cut);
        cluster.close();
    }

    @Test
    void nothingIsLostOrRepeatedAndTheClientsAreSpreadOverTheWindow() throws Exception {
        int sentBefore = sent();
        long began = System.nanoTime();
        int exit = cluster.nodes().get(0).terminate();
        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        int sentMeanwhile = sent() - sentBefore;
        progress.await("everybody has come back", () -> clients.stream()
                .noneMatch(c -> c.returns().isEmpty()));
        stopSending();
        assertThat(clients).allSatisfy(client -> assertThat(client.errors()).isEmpty());
        check();

        assertThat(exit).isZero();
        assertThat(tookMs).as("ms").isLessThan(TimeUnit.SECONDS.toMillis(WINDOW_SECONDS + MORE_SECONDS));
        assertThat(sentMeanwhile).as("sent while the node was ending").isGreaterThan(CLIENTS);
        assertThat(clients).allSatisfy(client -> {
            assertThat(client.returns()).singleElement().satisfies(once -> {
                assertThat(once.told()).isTrue();
                assertThat(once.code()).isEqualTo(1012);
            });
        });
        List<Long> seconds = returnsInEachSecond();
        System.out.printf(
                "drain: %d clients, %d sends meanwhile, exit after %d ms, returns in each second: %s%n",
                CLIENTS, sentMeanwhile, tookMs, seconds);
        assertThat(seconds).allSatisfy(returns -> assertThat(returns)
                .isLessThanOrEqualTo((long) CROWDING * CLIENTS / WINDOW_SECONDS));
    }

    private int sent() {
        return clients.stream().mapToInt(ChatClient::sent).sum();
    }

    private void stopSending() throws InterruptedException {
        pace.shutdown();
        assertThat(pace.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    /** What everybody was acked and has seen is what the log of its room holds. */
    private void check() throws InterruptedException {
        progress.await("all is acked", () -> clients.stream().allMatch(c -> c.unanswered() == 0));
        Map<String, List<ChatClient>> rooms = clients.stream().collect(Collectors.groupingBy(ChatClient::room));
        for (List<ChatClient> members : rooms.values()) {
            int entries = members.stream().mapToInt(ChatClient::sent).sum();
            ChatClient log = members.get(0).reader();
            log.connect(cluster.nodes().get(1).ws("/ws"));
            progress.await(
                    "everybody sees all",
                    () -> members.stream().allMatch(member -> member.view().last() >= entries)
                            && log.view().last() >= entries);
            Histories.check(log.view(), members);
            log.cut();
        }
    }

    private List<Long> returnsInEachSecond() {
        long first = clients.stream().mapToLong(DrainIT::returnedAt).min().orElseThrow();
        Map<Long, Long> seconds = clients.stream()
                .collect(Collectors.groupingBy(
                        client -> TimeUnit.NANOSECONDS.toSeconds(returnedAt(client) - first),
                        TreeMap::new,
                        Collectors.counting()));
        return List.copyOf(seconds.values());
    }

    private static long returnedAt(ChatClient client) {
        return client.returns().get(0).atNanos();
    }
}
