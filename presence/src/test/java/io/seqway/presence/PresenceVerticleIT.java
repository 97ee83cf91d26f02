package io.seqway.presence;

import static io.seqway.presence.Await.result;
import static io.seqway.presence.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.PresenceMessage.HereTaken;
import io.seqway.protocol.bus.PresenceMessage.PresentUser;
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
    private static final long RENEW_MS = 500;

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
        assertThat(g1.say("p1", "r", "ann", 1)).isEqualTo(new HereTaken(false, true));

        redis.start();

        assertThat(g1.nextSayAgain()).isNotNull();
        until("presence is ready", p1::ready);
        live(g1, "p1");
        g1.say("p1", "r", "ann", 1);
        assertThat(g1.usersIn("p1", "r")).containsExactly("ann");
    }

    @Test
    void whateverNodeHearsOfAUserBothAnswerTheSameAndTellTheirGatewaysOnce() {
        startRedis();
        live(g1, "p1");
        live(g2, "p2");
        g1.say("p1", "r", "ann", 1);
        g2.say("p2", "r", "ann", 1);
        assertThat(g1.ask("p1", "r").users()).containsExactly(new PresentUser("ann", "ANN", 2, 0));
        assertThat(g2.ask("p2", "r").users()).containsExactly(new PresentUser("ann", "ANN", 2, 0));

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
    void theUsersOfAGatewayThatDiedGoOfflineByThemselvesButNotThoseWhoCameBackElsewhere() {
        startRedis();
        live(g2, "p1");
        g1.lease("p1", true);
        g1.say("p1", "r", "ann", 1);
        g1.say("p1", "r", "bob", 1);
        g2.say("p1", "r", "bob", 1);

        assertThat(g2.next().online()).hasSize(1);
        assertThat(g2.next().online()).hasSize(1);
        assertThat(g2.next().offline()).extracting(PresentUser::user).containsExactly("ann");
        assertThat(g2.ask("p2", "r").users()).containsExactly(new PresentUser("bob", "BOB", 1, 0));
    }

    @Test
    void aRedisThatLostEverythingHasAllGatewaysSayItAgain() {
        startRedis();
        live(g1, "p1");
        g1.nextSayAgain();
        g1.nextSayAgain();
        g1.say("p1", "r", "ann", 1);

        redis.kill();
        until("the answer is that nobody knows", () -> g1.usersIn("p1", "r") == null);
        redis.start();

        g1.nextSayAgain();
        until("presence is ready", p1::ready);
        assertThat(g1.say("p1", "r", "ann", 1).known()).isFalse();
        g1.lease("p1", true);
        assertThat(g1.say("p1", "r", "ann", 1)).isEqualTo(new HereTaken(true, true));
        assertThat(g1.usersIn("p1", "r")).containsExactly("ann");
    }

    @Test
    void nobodyIsShownOfflineBecauseRedisWasAwayForLong() {
        startRedis();
        live(g1, "p1");
        g1.say("p1", "r", "ann", 1);

        redis.hold();
        until("the answer is that nobody knows", () -> g1.usersIn("p1", "r") == null);
        pass(2 * (LEASE_MS + GRACE_MS));
        redis.release();

        until("ann is shown again", () -> List.of("ann").equals(g1.usersIn("p1", "r")));
        pass(LEASE_MS);
        assertThat(g1.usersIn("p1", "r")).containsExactly("ann");
        assertThat(g1.unread()).flatExtracting(change -> change.offline()).isEmpty();
    }

    private static void pass(long ms) {
        long then = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        until(ms + " ms have passed", () -> System.nanoTime() > then);
    }

    private void startRedis() {
        redis.start();
        until("presence is ready", () -> p1.ready() && p2.ready());
    }

    /** Has a gateway say again and again that it lives. */
    private void live(Gateway gateway, String presenceNode) {
        assertThat(gateway.lease(presenceNode, true).known()).isTrue();
        vertx.setPeriodic(RENEW_MS, id -> gateway.renew(presenceNode));
    }

    private PresenceVerticle presence(String node) {
        PresenceOptions options = new PresenceOptions(redis.uri(), LEASE_MS, GRACE_MS, 10, 300);
        return new PresenceVerticle(options, new Nodes(node, List.of("g1", "g2"), List.of("p1", "p2"), List.of()));
    }
}
