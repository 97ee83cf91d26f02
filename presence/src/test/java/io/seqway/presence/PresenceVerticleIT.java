package io.seqway.presence;

import static io.seqway.presence.Await.result;
import static io.seqway.presence.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage.PresenceChange;
import io.seqway.protocol.bus.BusMessage.PresentUser;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two presence nodes and two gateway nodes on a Redis that comes and goes. */
@Execution(ExecutionMode.CONCURRENT)
class PresenceVerticleIT {
    private static final long LEASE_MS = 4_000;
    private static final long GRACE_MS = 1_000;
    private static final long REPEAT_MS = 500;

    private final Vertx vertx = Vertx.vertx();
    private final RedisProcess redis = new RedisProcess();
    private final PresenceVerticle p1 = presence("p1");
    private final PresenceVerticle p2 = presence("p2");
    private Gateway g1;
    private Gateway g2;

    @BeforeEach
    void deploy() {
        BusCodec.register(vertx.eventBus());
        g1 = new Gateway(vertx, "g1");
        g2 = new Gateway(vertx, "g2");
        result(vertx.deployVerticle(p1));
        result(vertx.deployVerticle(p2));
    }

    @AfterEach
    void close() {
        result(vertx.close());
        redis.close();
    }

    @Test
    void startsWithoutRedisAndIsRightOnceItIsThere() {
        assertThat(p1.ready()).isFalse();
        assertThat(g1.ask("p1", "r").users()).isNull();
        repeat(g1, "p1", "ann");

        redis.start();

        until("ann is there", () -> List.of("ann").equals(g1.usersIn("p1", "r")));
        assertThat(p1.ready()).isTrue();
    }

    @Test
    void whateverNodeHearsOfAUserBothAnswerTheSameAndOneTellsIt() {
        startRedis();
        g1.say("p1", "r", "ann", 1);
        assertThat(g1.usersIn("p1", "r")).containsExactly("ann");
        g2.say("p2", "r", "ann", 1);
        assertThat(g2.usersIn("p2", "r")).containsExactly("ann");
        assertThat(g1.ask("p1", "r").users()).containsExactly(new PresentUser("ann", "ANN", 2, 0));

        g1.say("p1", "r", "ann", 0);
        g2.say("p2", "r", "ann", 0);

        for (Gateway gateway : List.of(g1, g2)) {
            assertThat(gateway.next().online()).extracting(PresentUser::user).containsExactly("ann");
            assertThat(gateway.next().offline()).extracting(PresentUser::user).containsExactly("ann");
        }
        assertThat(g2.usersIn("p2", "r")).isEmpty();
        assertThat(g1.unread()).isEmpty();
        assertThat(g2.unread()).isEmpty();
    }

    @Test
    void theUsersOfAGatewayThatDiedGoOfflineByThemselves() {
        startRedis();
        repeat(g2, "p1", "bob");
        g1.say("p1", "r", "ann", 1);
        until("both are there", () -> List.of("ann", "bob").equals(g1.usersIn("p1", "r")));

        assertThat(nextOffline(g2)).containsExactly("ann");
        assertThat(g2.usersIn("p2", "r")).containsExactly("bob");
    }

    @Test
    void anEmptiedRedisIsRightAgainOnceGatewaysHaveRepeatedThemselves() {
        startRedis();
        repeat(g1, "p1", "ann");
        repeat(g2, "p2", "bob");
        until("both are there", () -> List.of("ann", "bob").equals(g1.usersIn("p1", "r")));

        redis.kill();
        until("the answer is that nobody knows", () -> g1.usersIn("p1", "r") == null);
        redis.start();

        until("both are there again", () -> List.of("ann", "bob").equals(g1.usersIn("p1", "r")));
        until("and on the other node", () -> List.of("ann", "bob").equals(g2.usersIn("p2", "r")));
        assertThat(allOffline(g1)).isEmpty();
    }

    @Test
    void nobodyIsShownOfflineBecauseRedisWasAwayForLong() {
        startRedis();
        g1.say("p1", "r", "ann", 1);
        until("ann is there", () -> List.of("ann").equals(g1.usersIn("p1", "r")));

        redis.hold();
        until("the answer is that nobody knows", () -> g1.usersIn("p1", "r") == null);
        pass(2 * (LEASE_MS + GRACE_MS));
        redis.release();
        until("ann is shown again", () -> List.of("ann").equals(g1.usersIn("p1", "r")));
        pass(LEASE_MS / 2);
        assertThat(g1.usersIn("p1", "r")).containsExactly("ann");

        repeat(g1, "p1", "ann");
        pass(2 * LEASE_MS);
        assertThat(g1.usersIn("p1", "r")).containsExactly("ann");
        assertThat(allOffline(g1)).isEmpty();
    }

    private static void pass(long ms) {
        long then = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        until(ms + " ms have passed", () -> System.nanoTime() > then);
    }

    private void startRedis() {
        redis.start();
        until("presence is ready", () -> p1.ready() && p2.ready());
    }

    private void repeat(Gateway gateway, String presenceNode, String user) {
        gateway.say(presenceNode, "r", user, 1);
        vertx.setPeriodic(REPEAT_MS, id -> gateway.say(presenceNode, "r", user, 1));
    }

    private static List<String> nextOffline(Gateway gateway) {
        PresenceChange change = gateway.next();
        while (change.offline().isEmpty()) {
            change = gateway.next();
        }
        return change.offline().stream().map(PresentUser::user).toList();
    }

    private static List<String> allOffline(Gateway gateway) {
        return gateway.unread().stream()
                .flatMap(change -> change.offline().stream())
                .map(PresentUser::user)
                .toList();
    }

    private PresenceVerticle presence(String node) {
        PresenceOptions options = new PresenceOptions(redis.uri(), LEASE_MS, GRACE_MS, 300);
        return new PresenceVerticle(options, new Nodes(node, List.of("g1", "g2"), List.of("p1", "p2")));
    }
}
