package io.seqway.presence;

import static io.seqway.presence.Await.result;
import static io.seqway.presence.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.seqway.presence.store.Connections;
import io.seqway.presence.store.InMemoryPresenceStore;
import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.PresenceMessage.Arrival;
import io.seqway.protocol.bus.PresenceMessage.AskSeen;
import io.seqway.protocol.bus.PresenceMessage.HereTaken;
import io.seqway.protocol.bus.PresenceMessage.Leased;
import io.seqway.protocol.bus.PresenceMessage.Present;
import io.seqway.protocol.bus.PresenceMessage.PresentUser;
import io.seqway.protocol.bus.PresenceMessage.Seen;
import io.seqway.protocol.bus.PresenceMessage.SeenUser;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresenceVerticleTest {
    private static final PresenceOptions OPTIONS = new PresenceOptions("redis://localhost", 60_000, 10_000, 10, 1_000);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong storeClock = new AtomicLong(1_700_000_000_000L);
    private final AtomicLong ahead = new AtomicLong();
    private final InMemoryPresenceStore store = new InMemoryPresenceStore(OPTIONS, storeClock::get);
    private final BlockingQueue<BusMessage> toStore = new LinkedBlockingQueue<>();
    private PresenceVerticle presence;
    private Gateway g1;
    private Gateway g2;
    private String deployment;

    @BeforeEach
    void deploy() {
        BusCodec.register(vertx.eventBus());
        g1 = new Gateway(vertx, "g1");
        g2 = new Gateway(vertx, "g2");
        result(vertx.eventBus()
                .<BusMessage>consumer(Addresses.store("s1"), message -> toStore.add(message.body()))
                .completion());
        begin(OPTIONS.leaseMs());
        g1.lease("p1", true);
        g2.lease("p1", true);
    }

    /** @param settleMs nobody is found absent before */
    private void begin(long settleMs) {
        Nodes nodes = new Nodes("p1", List.of("g1", "g2"), List.of("p1"), List.of("s1"));
        presence = new PresenceVerticle(
                OPTIONS,
                nodes,
                new SimpleMeterRegistry(),
                unused -> store,
                settleMs,
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) + ahead.get());
        deployment = result(vertx.deployVerticle(presence));
    }

    @AfterEach
    void close() {
        result(vertx.close());
    }

    @Test
    void tellsTheGatewaysThatSendItTheirLeasesWhoCameOnline() {
        g1.say("p1", "r", "ann", 1);
        g2.say("p1", "r", "ann", 2);
        g2.say("p1", "r", "bob", 1);

        for (Gateway gateway : List.of(g1, g2)) {
            assertThat(gateway.next().online()).containsExactly(new PresentUser("ann", "ANN", 1, 0));
            assertThat(gateway.next().online()).containsExactly(new PresentUser("bob", "BOB", 1, 0));
            assertThat(gateway.unread()).isEmpty();
        }
    }

    @Test
    void aGatewayOfTheVersionBeforeIsHeardAndTold() {
        Gateway old = new Gateway(vertx, "old");
        old.sayAsOfOld("p1", "r", "ann", 1);

        assertThat(old.next().online()).extracting(PresentUser::user).containsExactly("ann");
        assertThat(old.usersIn("p1", "r")).containsExactly("ann");
    }

    @Test
    void aWordIsAnsweredOnceTheStoreHasTakenIt() {
        Promise<Void> taken = store.holdWords();
        Future<HereTaken> answer = g1.saying("p1", "r", "ann", 1);
        g1.ask("p1", "another room, so that the word has arrived");
        assertThat(answer.isComplete()).isFalse();

        taken.complete();

        assertThat(result(answer)).isEqualTo(new HereTaken(true, true));
    }

    @Test
    void aWordThatTheStoreDidNotTakeIsToBeSaidAgain() {
        store.disappear();

        assertThat(g1.say("p1", "r", "ann", 1)).isEqualTo(new HereTaken(false, true));
        assertThat(g1.lease("p1", false)).isEqualTo(new Leased(false, true));
    }

    @Test
    void whatIsHeardRightAfterTheProcessStoodStillIsToBeSaidAgain() {
        ahead.addAndGet(Sweep.STALL_MS + 1);

        assertThat(g1.say("p1", "r", "ann", 1)).isEqualTo(new HereTaken(false, true));
        assertThat(g1.usersIn("p1", "r")).isEmpty();
        until("the word is taken", () -> g1.say("p1", "r", "ann", 1).equals(new HereTaken(true, true)));
    }

    @Test
    void whoHasNoLeaseAnyMoreHasToBeginAnew() {
        store.empty();

        assertThat(g1.say("p1", "r", "ann", 1)).isEqualTo(new HereTaken(true, false));
        assertThat(g1.lease("p1", false)).isEqualTo(new Leased(true, false));
        assertThat(g1.usersIn("p1", "r")).isEmpty();

        assertThat(g1.lease("p1", true)).isEqualTo(new Leased(true, true));
        assertThat(g1.say("p1", "r", "ann", 1)).isEqualTo(new HereTaken(true, true));
    }

    @Test
    void whoJoinedIsInThePictureAskedForRightAfter() {
        Promise<Void> wordsTaken = store.holdWords();
        g1.saying("p1", "r", "ann", 1);
        Future<Present> present = g1.asking("p1", "r");
        g1.ask("p1", "another room, so that the question has arrived");

        wordsTaken.complete();

        assertThat(result(present).users()).containsExactly(new PresentUser("ann", "ANN", 1, 0));
    }

    @Test
    void tellsEveryGatewayAndTheMessageStoreWhoWentOfflineOnceTheGraceIsOver() throws InterruptedException {
        settle();
        g1.say("p1", "r", "ann", 1);
        g1.say("p1", "r", "ann", 0);
        assertThat(g1.usersIn("p1", "r")).containsExactly("ann");
        long left = storeClock.get();
        storeClock.addAndGet(OPTIONS.graceMs());
        // The verticle waits by its own clock: another word of the room lets it see that time has passed.
        g1.say("p1", "r", "bob", 1);

        for (Gateway gateway : List.of(g1, g2)) {
            assertThat(gateway.next().online()).extracting(PresentUser::user).containsExactly("ann");
            assertThat(gateway.next().online()).extracting(PresentUser::user).containsExactly("bob");
            assertThat(gateway.next().offline()).containsExactly(new PresentUser("ann", null, 0, left));
        }
        assertThat(g1.usersIn("p1", "r")).containsExactly("bob");
        assertThat(toStore.poll(20, TimeUnit.SECONDS)).isEqualTo(new Seen(List.of(new SeenUser("ann", left))));
        assertThat(result(g1.ask("p1", new AskSeen(List.of("ann", "bob")))))
                .isEqualTo(new Seen(List.of(new SeenUser("ann", left))));
    }

    @Test
    void theUsersOfAGatewayWhoseLeaseIsOverGoOfflineByThemselves() {
        settle();
        g1.say("p1", "r", "ann", 1);
        g2.say("p1", "r", "bob", 1);
        storeClock.addAndGet(OPTIONS.leaseMs() / 2);
        g2.lease("p1", false);
        storeClock.addAndGet(OPTIONS.leaseMs() / 2);
        until("ann has no connection any more", () -> g2.ask("p1", "r").users().stream()
                .anyMatch(user -> user.user().equals("ann") && user.connections() == 0));

        storeClock.addAndGet(OPTIONS.graceMs());

        until("ann is gone", () -> g2.usersIn("p1", "r").equals(List.of("bob")));
    }

    @Test
    void whoeverAsksAboutARoomLetsItsForgottenUsersGoOffline() {
        settle();
        result(store.lease("gone", true));
        result(store.arrive("r", List.of(new Connections("gone", new Arrival("r", "ann", null, 1)))));
        result(store.arrive("r", List.of(new Connections("gone", new Arrival("r", "ann", null, 0)))));
        storeClock.addAndGet(OPTIONS.graceMs());

        assertThat(g1.usersIn("p1", "r")).isEmpty();

        assertThat(g1.next().online()).hasSize(1);
        assertThat(g1.next().offline()).extracting(PresentUser::user).containsExactly("ann");
    }

    @Test
    void saysThatItCannotTellWhileTheStoreIsAwayAndHasAllSaidAgain() {
        assertThat(g1.nextSayAgain().node()).as("at its start").isEqualTo("p1");
        g1.say("p1", "r", "ann", 1);
        assertThat(presence.ready()).isTrue();

        store.disappear();
        assertThat(presence.ready()).isFalse();
        assertThat(g1.ask("p1", "r")).isEqualTo(Present.unavailable("r"));

        store.appear();
        assertThat(presence.ready()).isTrue();
        assertThat(g1.nextSayAgain().node()).isEqualTo("p1");
        assertThat(g1.usersIn("p1", "r")).containsExactly("ann");
    }

    @Test
    void tellsNobodyWhoIsThereBeforeAllGatewaysHaveSaidAllAgain() {
        store.disappear();
        Promise<Void> saidAgain = g2.holdAgain();
        store.empty();
        store.appear();
        g1.lease("p1", true);
        g1.say("p1", "r", "ann", 1);
        Future<Present> answer = g1.asking("p1", "r");
        g2.lease("p1", true);
        g2.say("p1", "r", "bob", 1);
        assertThat(answer.isComplete()).isFalse();

        saidAgain.complete();

        assertThat(result(answer).users()).extracting(PresentUser::user).containsExactlyInAnyOrder("ann", "bob");
    }

    @Test
    void doesNotWaitForLongForAGatewayThatDoesNotSayAllAgain() {
        store.disappear();
        g2.holdAgain();
        store.appear();
        g1.say("p1", "r", "ann", 1);

        assertThat(g1.usersIn("p1", "r")).containsExactly("ann");
    }

    @Test
    void isNotReadyAndTakesNothingOnceItIsStopped() {
        result(vertx.undeploy(deployment));

        assertThat(presence.ready()).isFalse();
        assertThat(store.available()).isFalse();
    }

    /** The same with a node that has waited for all gateways. */
    private void settle() {
        result(vertx.undeploy(deployment));
        begin(0);
        g1.lease("p1", false);
        g2.lease("p1", false);
    }
}
