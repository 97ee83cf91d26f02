package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.server.TestServer;
import io.seqway.testing.FaultProxy;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.SocketClose;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code connection-policy allow} with two connections for each user, over two nodes: a third one is refused. */
class ConnectionLimitIT {
    private static final int OVERLOADED = 1013;
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final String user = "ann-" + UUID.randomUUID();
    private FaultProxy redis;
    private TestServer.Cluster cluster;

    @BeforeEach
    void startTwoNodes() {
        URI store = URI.create(TestRedis.uri());
        redis = FaultProxy.before(store.getHost(), store.getPort());
        cluster = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), "redis://127.0.0.1:" + redis.port())
                .and("--max-connections-per-user=2")
                .startCluster(List.of("all", "all"));
        awaitLimit();
    }

    @AfterEach
    void stop() {
        cluster.close();
        redis.close();
    }

    /** Presence has told both nodes what time it is, and the node that counts the user's connections has reached Redis. */
    private void awaitLimit() {
        for (ServerProcess node : cluster.nodes()) {
            String probe = ofSamePartition("probe-");
            try (SocketClient first = arrive(node, probe);
                    SocketClient second = arrive(node, probe)) {
                awaitRefusal(node, probe);
                assertServed(first);
                assertServed(second);
            }
        }
    }

    @Test
    void whoIsThereStaysAndWhoIsTooManyIsToldWhyAndToComeBackLater() {
        try (SocketClient first = arrive(cluster.nodes().get(0), user);
                SocketClient second = arrive(cluster.nodes().get(1), user)) {
            for (ServerProcess node : cluster.nodes()) {
                try (SocketClient third = connect(node, user)) {
                    SocketClose close = third.awaitClose();
                    assertThat(close.code()).isEqualTo(OVERLOADED);
                    JsonNode error = third.received("error").get(0);
                    assertThat(error.path("code").asText()).isEqualTo("limit-exceeded");
                    assertThat(error.path("limit").asText()).isEqualTo("max-connections-per-user=2");
                    assertThat(error.has("id")).isFalse();
                }
            }
            assertServed(first);
            assertServed(second);
        }
        awaitPlace(cluster.nodes().get(0));
    }

    @Test
    void withoutRedisNobodyIsRefused() {
        redis.refuse();
        cluster.nodes().forEach(node -> node.awaitOutput("presence is unavailable until it can", 1));
        try (SocketClient first = arrive(cluster.nodes().get(0), user);
                SocketClient second = arrive(cluster.nodes().get(0), user);
                SocketClient third = connect(cluster.nodes().get(1), user)) {
            for (SocketClient client : List.of(first, second, third)) {
                assertServed(client);
            }
            redis.pass();
            awaitRefusal(cluster.nodes().get(1), user);
            for (SocketClient client : List.of(first, second, third)) {
                assertServed(client);
            }
        }
    }

    @Test
    void connectionsToANodeThatWasKilledDoNotCountAfterTheirLease() {
        try (SocketClient first = arrive(cluster.nodes().get(0), user);
                SocketClient second = arrive(cluster.nodes().get(0), user)) {
            assertServed(first);
            assertServed(second);
            awaitRefusal(cluster.nodes().get(1), user);

            cluster.nodes().get(0).kill();

            awaitPlace(cluster.nodes().get(1));
        }
    }

    private void awaitRefusal(ServerProcess node, String who) {
        await(node, who, false);
    }

    private void awaitPlace(ServerProcess node) {
        await(node, user, true);
    }

    /** Comes back as clients do, until it is let in or not, which is known some time after the welcome. */
    private static void await(ServerProcess node, String who, boolean wanted) {
        long end = System.nanoTime() + LIMIT.toNanos();
        boolean stays = !wanted;
        while (stays != wanted) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "not in " + LIMIT + ": " + (wanted ? "let in" : "refused") + '\n' + node.output());
            }
            try (SocketClient client = connect(node, who)) {
                stays = stays(client);
            }
        }
    }

    private static boolean stays(SocketClient client) {
        return !client.endsWithin(Duration.ofSeconds(1));
    }

    /** As {@link #connect}, but presence has been told: it answers what it is asked behind that. */
    private SocketClient arrive(ServerProcess node, String who) {
        SocketClient client = connect(node, who);
        client.request(Map.of("type", "presence", "room", ofSamePartition("room-")));
        return client;
    }

    private static SocketClient connect(ServerProcess node, String user) {
        String token = Tokens.token(TestServer.SECRET, user);
        SocketClient client =
                SocketClient.connect(node.ws("/ws"), Map.of("Authorization", "Bearer " + token), List.of());
        client.await("welcome");
        return client;
    }

    /** A name that the same node of presence deals with as the user's. */
    private String ofSamePartition(String prefix) {
        return Stream.generate(() -> prefix + UUID.randomUUID())
                .filter(name -> Partitions.of(name) == Partitions.of(user))
                .findFirst()
                .orElseThrow();
    }

    private static void assertServed(SocketClient client) {
        assertThat(client.request(Map.of("type", "ping")).path("type").asText()).isEqualTo("pong");
    }
}
