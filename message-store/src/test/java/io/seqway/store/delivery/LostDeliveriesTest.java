package io.seqway.store.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.gateway.room.Feed;
import io.seqway.gateway.room.Hub;
import io.seqway.gateway.room.ReplaySlots;
import io.seqway.gateway.room.Subscriber;
import io.seqway.gateway.room.Subscription;
import io.seqway.gateway.socket.Broadcast;
import io.seqway.gateway.store.StoreLink;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore.Beacon;
import io.seqway.protocol.bus.FromStore.Delivery;
import io.seqway.protocol.bus.ToStore.Watch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Entries that are lost on their way from the owner to a gateway, in rooms where nothing more may ever be said: whoever
 * is connected gets them all the same, and soon, without doing anything for it.
 */
class LostDeliveriesTest {
    private static final int SCHEDULES = 20;
    private static final int ROOMS = 200;
    private static final int ENTRIES = 400;
    private static final long TALK_MS = 20_000;
    private static final long BOUND_MS = 8_000;

    private final Map<String, Feed> feeds = new HashMap<>();
    private final List<Cursor> cursors = new ArrayList<>();
    private final Map<String, Long> heads = new HashMap<>();
    private Predicate<BusMessage> losing;
    private long calm;
    private Random random;
    private StoreFixture owner;
    private boolean deaf;
    private long lost;
    private long late;

    private record Cursor(String room, Subscription subscription) {}

    /** Of the deliveries that carry entries a third is lost, for good. */
    @Test
    void everyGatewayHasEverythingWithinSeconds() {
        for (int seed = 0; seed < SCHEDULES; seed++) {
            schedule(
                    seed,
                    message -> message instanceof Delivery delivery
                            && !delivery.runs().isEmpty());
            assertThat(lost).as("deliveries lost, seed %d", seed).isGreaterThan(100);
            assertThat(late)
                    .as("entries not there %d ms after they were stored, seed %d", BOUND_MS, seed)
                    .isZero();
        }
    }

    /** Of everything that owner and gateways say to each other a third is lost, until the end of the talk. */
    @Test
    void whateverWasLostBeforeEverythingIsThereWithinSecondsOfCalm() {
        for (int seed = 0; seed < SCHEDULES; seed++) {
            schedule(seed, message -> owner.time.now() < calm);
            assertThat(lost).as("messages lost, seed %d", seed).isGreaterThan(100);
            assertThat(behind()).as("seed %d", seed).isZero();
        }
    }

    /** So the losses are such that matter. */
    @Test
    void withoutBeaconsAndQuestionsItIsNeverThere() {
        deaf = true;
        schedule(
                0,
                message ->
                        message instanceof Delivery delivery && !delivery.runs().isEmpty());
        assertThat(behind()).isGreaterThan(20);
    }

    private long behind() {
        return cursors.stream()
                .filter(cursor -> cursor.subscription().seq() < heads.getOrDefault(cursor.room(), 0L))
                .count();
    }

    private void schedule(int seed, Predicate<BusMessage> mayBeLost) {
        losing = mayBeLost;
        random = new Random(seed);
        feeds.clear();
        cursors.clear();
        heads.clear();
        lost = 0;
        late = 0;
        owner = new StoreFixture((node, message) -> owner.time.after(1, () -> toGateway(node, message)));
        owner.gateways.addAll(List.of("g1", "g2", "g3"));
        owner.store.start();
        owner.gateways.forEach(this::gateway);
        owner.pass(5_000);
        assertThat(cursors)
                .allSatisfy(cursor -> assertThat(cursor.subscription().seq()).isNotNegative());
        long begin = owner.time.now();
        calm = begin + TALK_MS;
        for (int i = 0; i < ENTRIES; i++) {
            owner.time.after(random.nextLong(TALK_MS), () -> say("room" + random.nextInt(ROOMS)));
        }
        owner.time.passUntil(begin + TALK_MS + BOUND_MS + 1_000);
    }

    private void gateway(String node) {
        StoreLink link = new StoreLink(owner.view(node), (to, message) -> owner.time.after(1, () -> toStore(message)));
        Feed feed = new Feed(owner.time, node, link);
        feed.start();
        Hub hub = new Hub(0, owner.time, node, feed, link, presence -> {});
        hub.start();
        feed.add(hub);
        feeds.put(node, feed);
        for (int i = 0; i < ROOMS; i++) {
            cursors.add(new Cursor("room" + i, hub.join("room" + i, null, 0, new Reader())));
        }
    }

    private void say(String room) {
        owner.append(room, "1");
        long head = heads.merge(room, 1L, Long::sum);
        owner.time.after(BOUND_MS, () -> cursors.stream()
                .filter(cursor ->
                        cursor.room().equals(room) && cursor.subscription().seq() < head)
                .forEach(cursor -> late++));
    }

    private void toGateway(String node, BusMessage message) {
        if (feeds.containsKey(node) && !isLost(message) && !(deaf && message instanceof Beacon)) {
            feeds.get(node).handle(message);
        }
    }

    private void toStore(BusMessage message) {
        if (!isLost(message) && !(deaf && message instanceof Watch && !heads.isEmpty())) {
            owner.store.handle(message);
        }
    }

    private boolean isLost(BusMessage message) {
        boolean isLost = !heads.isEmpty() && losing.test(message) && random.nextInt(3) == 0;
        lost += isLost ? 1 : 0;
        return isLost;
    }

    /** A connection that takes whatever comes. */
    private static final class Reader implements Subscriber {
        private final ReplaySlots slots = new ReplaySlots(8);

        @Override
        public String userId() {
            return "reader";
        }

        @Override
        public void write(byte[] frame) {
            // the cursor counts
        }

        @Override
        public void write(Broadcast frames) {
            frames.texts().forEach(this::write);
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void onceDrained(Runnable task) {
            throw new AssertionError("never full");
        }

        @Override
        public ReplaySlots replaySlots() {
            return slots;
        }

        @Override
        public void lagging(String room, boolean begins) {
            throw new AssertionError("never full");
        }
    }
}
