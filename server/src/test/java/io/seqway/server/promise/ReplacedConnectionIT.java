package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
import io.seqway.testing.FaultProxy;
import io.seqway.testing.RawSocket;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code connection-policy replace}: a user has one connection in the cluster, the newest one, on whichever node. */
class ReplacedConnectionIT {
    private static final int REPLACED = 4409;

    /** All connections are said to presence again within 5 s. */
    private static final Duration TOLD = Duration.ofSeconds(20);

    private static FaultProxy redis;
    private static TestServer.Cluster cluster;

    private final String user = "ann-" + UUID.randomUUID();

    @BeforeAll
    static void startTwoNodes() {
        URI store = URI.create(TestRedis.uri());
        redis = FaultProxy.before(store.getHost(), store.getPort());
        cluster = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), "redis://127.0.0.1:" + redis.port())
                .and("--connection-policy=replace")
                .startCluster(List.of("all", "all"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
        redis.close();
    }

    @BeforeEach
    void presenceKnowsTheTime() {
        redis.pass();
        for (ServerProcess node : cluster.nodes()) {
            try (SocketClient first = connect(node);
                    SocketClient second = connect(node)) {
                assertReplaced(first);
                assertServed(second);
            }
        }
    }

    @Test
    void theNewestOneStaysWhicheverNodesTheyAreOn() {
        for (int round = 0; round < 6; round++) {
            ServerProcess before = cluster.nodes().get(round % 2);
            ServerProcess after = cluster.nodes().get(round / 2 % 2);
            try (SocketClient first = connect(before);
                    SocketClient second = connect(after)) {
                assertReplaced(first);
                assertServed(second);
            }
        }
    }

    @Test
    void otherUsersAreNotConcerned() {
        try (SocketClient ann = connect(cluster.nodes().get(0));
                SocketClient bob = connect(cluster.nodes().get(1).ws("/ws"), "bob-" + user);
                SocketClient annAgain = connect(cluster.nodes().get(1))) {
            assertReplaced(ann);
            assertServed(bob);
            assertServed(annAgain);
        }
    }

    @Test
    void whoShowsATokenLaterIsAsOldAsTheirSocket() {
        try (SocketClient older = SocketClient.connect(cluster.nodes().get(0).ws("/ws"));
                SocketClient newer = connect(cluster.nodes().get(1))) {
            older.await("welcome");
            newer.await("welcome");

            older.send(Map.of("type", "auth", "token", token(user)));

            assertReplaced(older);
            assertServed(newer);
        }
    }

    @Test
    void withoutRedisEverybodyStaysAndOnceItIsBackTheNewestDoes() {
        redis.refuse();
        cluster.nodes().forEach(node -> node.awaitOutput("presence is unavailable until it can", 1));
        try (SocketClient older = connect(cluster.nodes().get(0));
                SocketClient newer = connect(cluster.nodes().get(1))) {
            assertServed(older);
            assertServed(newer);

            redis.pass();

            assertReplaced(older);
            assertServed(newer);
        }
    }

    @Test
    void aSocketThatItsClientHasGivenUpAndThatComesLateReplacesNobody() throws Exception {
        ServerProcess slow = cluster.nodes().get(0);
        try (FaultProxy network = FaultProxy.before("127.0.0.1", slow.port())) {
            network.holdRequests();
            try (RawSocket givenUp = RawSocket.connect("127.0.0.1", network.port());
                    SocketClient newer = connect(cluster.nodes().get(1))) {
                givenUp.send("GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + slow.port()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                        + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer " + token(user)
                        + "\r\n\r\n");
                assertServed(newer);

                network.pass(); // the handshake arrives, and nobody answers what the server says

                assertThat(givenUp.readHead().status()).isEqualTo(101);
                assertStays(newer, Duration.ofSeconds(8));
            }
        }
    }

    @Test
    void aSocketWhoseClientIsGoneWithoutAWordIsReplacedByTheNextOne() {
        ServerProcess node = cluster.nodes().get(0);
        try (FaultProxy network = FaultProxy.before("127.0.0.1", node.port())) {
            URI behind = URI.create("ws://127.0.0.1:" + network.port() + "/ws");
            try (SocketClient halfDead = connect(behind, user)) {
                assertServed(halfDead);
                network.blackHole();

                try (SocketClient back = connect(cluster.nodes().get(1));
                        SocketClient other = connect(node.ws("/ws"), "bob-" + user)) {
                    assertServed(back);
                    JsonNode joined = back.request(Map.of("type", "join", "room", "r-" + user));
                    assertThat(joined.path("status").asText()).isEqualTo("live");
                    assertStays(back, Duration.ofSeconds(6));
                    assertServed(other);
                }
            }
        }
    }

    private SocketClient connect(ServerProcess node) {
        return connect(node.ws("/ws"), user);
    }

    private static SocketClient connect(URI uri, String user) {
        SocketClient client = SocketClient.connect(uri, Map.of("Authorization", "Bearer " + token(user)), List.of());
        client.await("welcome");
        return client;
    }

    private static String token(String user) {
        return Tokens.token(TestServer.SECRET, user);
    }

    private static void assertReplaced(SocketClient client) {
        assertThat(client.awaitClose(TOLD).code()).isEqualTo(REPLACED);
        JsonNode told = client.received("duplicate-connection").get(0);
        assertThat(told.path("policy").asText()).isEqualTo("replace");
        assertThat(told.path("reason").asText()).contains("max-connections-per-user=1");
    }

    private static void assertServed(SocketClient client) {
        assertThat(client.request(Map.of("type", "ping")).path("type").asText()).isEqualTo("pong");
    }

    /** Long enough for everything to be said again. */
    private static void assertStays(SocketClient client, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            assertServed(client);
            pause();
        }
        assertThat(client.received("duplicate-connection")).isEmpty();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
