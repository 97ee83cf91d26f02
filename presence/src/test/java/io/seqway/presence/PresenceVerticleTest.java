package io.seqway.presence;

import static io.seqway.presence.Await.result;
import static io.seqway.presence.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.presence.store.Connections;
import io.seqway.presence.store.InMemoryPresenceStore;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage.PresenceChange;
import io.seqway.protocol.bus.BusMessage.Present;
import io.seqway.protocol.bus.BusMessage.PresentUser;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresenceVerticleTest {
    private static final PresenceOptions OPTIONS = new PresenceOptions("redis://localhost", 50, 10_000, 1_000);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong storeClock = new AtomicLong(1_700_000_000_000L);
    private final InMemoryPresenceStore store = new InMemoryPresenceStore(OPTIONS, storeClock::get);
    private final PresenceVerticle presence =
            new PresenceVerticle(OPTIONS, new Nodes("p1", List.of("g1", "g2"), List.of("p1")), unused -> store);

    private Gateway g1;
    private Gateway g2;
    private String deployment;

    @BeforeEach
    void deploy() {
        BusCodec.register(vertx.eventBus());
        g1 = new Gateway(vertx, "g1");
        g2 = new Gateway(vertx, "g2");
        deployment = result(vertx.deployVerticle(presence));
    }

    @AfterEach
    void close() {
        result(vertx.close());
    }

    @Test
    void tellsEveryGatewayOnceWhoCameOnline() {
        g1.say("p1", "r", "ann", 1);
        g2.say("p1", "r", "ann", 2);
        g2.say("p1", "r", "bob", 1);

        for (Gateway gateway : List.of(g1, g2)) {
            assertThat(gateway.next()).isEqualTo(online("ann", 1));
            assertThat(gateway.next()).isEqualTo(online("bob", 1));
            assertThat(gateway.unread()).isEmpty();
        }
    }

    @Test
    void whoJoinedIsInThePictureAskedForRightAfter() {
        Promise<Void> wordsTaken = store.holdWords();
        g1.say("p1", "r", "ann", 1);
        Future<Present> present = g1.asking("p1", "r");
        g1.ask("p1", "another room, so that the question has arrived");

        wordsTaken.complete();

        assertThat(result(present)).isEqualTo(new Present("r", List.of(new PresentUser("ann", "ANN", 1, 0))));
    }

    @Test
    void tellsEveryGatewayWhoWentOfflineOnceTheGraceIsOver() {
        g1.say("p1", "r", "ann", 1);
        g1.say("p1", "r", "ann", 0);
        assertThat(g1.usersIn("p1", "r")).containsExactly("ann");
        long left = storeClock.get();
        storeClock.addAndGet(OPTIONS.graceMs());
        // The verticle waits by its own clock: another word of the room lets it see that time has passed.
        g1.say("p1", "r", "bob", 1);

        for (Gateway gateway : List.of(g1, g2)) {
            assertThat(gateway.next()).isEqualTo(online("ann", 1));
            assertThat(gateway.next()).isEqualTo(online("bob", 1));
            assertThat(gateway.next())
                    .isEqualTo(new PresenceChange("r", List.of(), List.of(new PresentUser("ann", null, 0, left))));
        }
        assertThat(g1.usersIn("p1", "r")).containsExactly("bob");
    }

    @Test
    void whoeverAsksAboutARoomLetsItsForgottenUsersGoOffline() {
        result(store.arrive("r", List.of(new Connections("dead/0", "ann", null, 1))));
        storeClock.addAndGet(OPTIONS.leaseMs() + OPTIONS.graceMs());

        until("ann is not shown", () -> g1.usersIn("p1", "r").isEmpty());

        assertThat(g1.next().offline()).extracting(PresentUser::user).containsExactly("ann");
    }

    @Test
    void saysThatItCannotTellWhileTheStoreIsAwayAndRecovers() {
        g1.say("p1", "r", "ann", 1);
        assertThat(g1.usersIn("p1", "r")).containsExactly("ann");
        assertThat(presence.ready()).isTrue();

        store.disappear();
        assertThat(presence.ready()).isFalse();
        assertThat(g1.ask("p1", "r")).isEqualTo(new Present("r", null));
        g1.say("p1", "r", "bob", 1);

        store.appear();
        assertThat(presence.ready()).isTrue();
        g1.say("p1", "r", "bob", 1);
        assertThat(g1.usersIn("p1", "r")).containsExactly("ann", "bob");
    }

    @Test
    void isNotReadyAndTakesNothingOnceItIsStopped() {
        result(vertx.undeploy(deployment));

        assertThat(presence.ready()).isFalse();
        assertThat(store.available()).isFalse();
    }

    private static PresenceChange online(String user, int connections) {
        return new PresenceChange("r", List.of(new PresentUser(user, user.toUpperCase(), connections, 0)), List.of());
    }
}
