package io.seqway.store.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore.Beacon;
import io.seqway.protocol.bus.FromStore.Delivery;
import io.seqway.protocol.bus.FromStore.PartitionSum;
import io.seqway.protocol.bus.FromStore.Pushed;
import io.seqway.protocol.bus.ToStore.Heard;
import io.seqway.protocol.bus.ToStore.Unwatch;
import io.seqway.protocol.bus.ToStore.UnwatchAll;
import io.seqway.protocol.bus.ToStore.Watch;
import io.seqway.protocol.bus.ToStore.Watched;
import io.seqway.protocol.cluster.HeadSum;
import io.seqway.protocol.cluster.Partitions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an owner says to gateways every two seconds, and what becomes of those that do not answer. */
class BeaconTest {
    private static final String EPOCH = "t.1";
    private static final String BIG = '"' + "x".repeat(30_000) + '"';

    private final Map<String, List<BusMessage>> heard = new TreeMap<>();
    private final StoreFixture owner = new StoreFixture(this::hear);
    private boolean answering = true;

    private void hear(String node, BusMessage message) {
        heard.computeIfAbsent(node, n -> new ArrayList<>()).add(message);
        if (answering && message instanceof Beacon beacon && owner.gateways.contains(node)) {
            owner.time.run(() -> confirm(node, beacon.pushed()));
        }
    }

    private void confirm(String node, Pushed pushed) {
        owner.store.handle(new Heard(node, pushed.session(), pushed.bytes()));
    }

    @BeforeEach
    void start() {
        owner.gateways.add("g1");
        owner.gateways.add("g2");
        owner.store.start();
        owner.pass(1_000);
        heard.clear();
    }

    private void watch(String node, String... rooms) {
        List<Watched> watched = new ArrayList<>();
        for (String room : rooms) {
            watched.add(new Watched(room, null, -1));
        }
        owner.store.handle(new Watch(node, watched));
        owner.pass(1);
    }

    @Test
    void everyGatewayHearsOfEveryPartitionAndOfItsOwnRooms() {
        watch("g1", "a", "b");
        owner.append("a", "1");
        owner.append("a", "2");
        owner.pass(2_000);
        Beacon first = lastBeacon("g1");
        assertThat(first.pushed().node()).isEqualTo("store");
        assertThat(first.partitions())
                .extracting(PartitionSum::partition)
                .hasSize(Partitions.COUNT)
                .doesNotHaveDuplicates();
        assertThat(first.partitions()).extracting(PartitionSum::epoch).containsOnly(1L);
        assertThat(sum("g1", "a")).isEqualTo(HeadSum.NONE.with(HeadSum.root("a", EPOCH), 2));
        assertThat(sum("g1", "b")).isEqualTo(HeadSum.NONE.with(HeadSum.root("b", EPOCH), 0));
        assertThat(sum("g2", "a")).isEqualTo(HeadSum.NONE);
    }

    @Test
    void aBeaconComesBehindTheEntriesThatItCounts() {
        watch("g1", "a");
        heard.clear();
        owner.append("a", "1");
        owner.store.acquired(new BitSet()); // says a beacon in the same turn
        assertThat(heard.get("g1").get(0)).isInstanceOf(Delivery.class);
        Delivery pushed = (Delivery) heard.get("g1").get(0);
        assertThat(lastBeacon("g1").pushed()).isEqualTo(pushed.pushed());
        assertThat(pushed.pushed().bytes()).isPositive();
        assertThat(sum("g1", "a")).isEqualTo(HeadSum.NONE.with(HeadSum.root("a", EPOCH), 1));
    }

    @Test
    void aRoomThatIsGivenUpIsNotCounted() {
        watch("g1", "a", "b");
        owner.store.handle(new Unwatch("g1", List.of("a")));
        owner.store.handle(new UnwatchAll("g1", List.of(Partitions.of("b"))));
        owner.pass(2_000);
        assertThat(sum("g1", "a")).isEqualTo(HeadSum.NONE);
        assertThat(sum("g1", "b")).isEqualTo(HeadSum.NONE);
        owner.append("a", "1");
        owner.append("b", "1");
        owner.pass(1);
        assertThat(runs("g1")).isZero();
    }

    @Test
    void withoutALeaseNothingIsSaidOfAnyPartitionButInterestLasts() {
        watch("g1", "a");
        owner.leases.reachable(false);
        owner.pass(30_000);
        assertThat(lastBeacon("g1").partitions()).isEmpty();
        owner.leases.reachable(true);
        owner.pass(4_000);
        assertThat(sum("g1", "a")).isEqualTo(HeadSum.NONE.with(HeadSum.root("a", EPOCH), 0));
    }

    @Test
    void aGatewayThatDoesNotAnswerForFifteenSecondsLosesItsInterest() {
        watch("g1", "a");
        answering = false;
        owner.pass(12_000);
        assertThat(sum("g1", "a").rooms()).isEqualTo(1);
        owner.pass(4_000);
        assertThat(sum("g1", "a").rooms()).isZero();
        owner.append("a", "1");
        owner.pass(1);
        assertThat(runs("g1")).isZero();
    }

    @Test
    void aGatewayThatLeavesTheClusterIsForgotten() {
        watch("g1", "a");
        owner.gateways.remove("g1");
        owner.store.membersChanged();
        heard.clear();
        owner.append("a", "1");
        owner.pass(10_000);
        assertThat(heard).doesNotContainKey("g1");
    }

    @Test
    void aGatewayThatIsNoMemberYetHearsAllTheSameIfItWatches() {
        watch("early", "a");
        owner.pass(2_000);
        assertThat(sum("early", "a").rooms()).isEqualTo(1);
    }

    @Test
    void aGatewayThatFallsBehindIsPushedEightMebibytesAndNoMore() {
        answering = false;
        watch("g1", "a");
        fill();
        assertThat(pushedBytes("g1")).isBetween(8L * 1024 * 1024 - 40_000, 8L * 1024 * 1024);
        owner.append("b", "1");
        watch("g1", "b");
        assertThat(heard.get("g1"))
                .filteredOn(Delivery.class::isInstance)
                .last()
                .satisfies(said -> assertThat(((Delivery) said).ends())
                        .as("where rooms end is said all the same")
                        .hasSize(1));
    }

    @Test
    void otherGatewaysDoNotSufferFromIt() {
        watch("g1", "a");
        watch("g2", "a");
        answering = false;
        for (int i = 0; i < 400; i++) {
            owner.append("a", BIG);
            owner.pass(1);
            confirm("g2", last(Delivery.class, "g2").pushed());
        }
        assertThat(runs("g2")).isEqualTo(400);
        assertThat(runs("g1")).isLessThan(300);
    }

    @Test
    void whenItHasConfirmedHalfItHearsAtOnceWhereItsRoomsAreAndIsPushedAgain() {
        answering = false;
        watch("g1", "a");
        fill();
        Pushed all = last(Delivery.class, "g1").pushed();
        owner.store.handle(new Heard("g1", all.session(), all.bytes() / 4));
        heard.clear();
        owner.store.handle(new Heard("g1", all.session(), all.bytes() / 2 + 1_000));
        assertThat(sum("g1", "a")).isEqualTo(HeadSum.NONE.with(HeadSum.root("a", EPOCH), 400));
        owner.append("a", "1");
        owner.pass(1);
        assertThat(runs("g1")).isEqualTo(1);
    }

    private void fill() {
        for (int i = 0; i < 400; i++) {
            owner.append("a", BIG);
            owner.pass(1);
        }
    }

    private Beacon lastBeacon(String node) {
        return last(Beacon.class, node);
    }

    private <T extends BusMessage> T last(Class<T> kind, String node) {
        return heard.get(node).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .reduce((before, after) -> after)
                .orElseThrow();
    }

    private HeadSum sum(String node, String room) {
        return lastBeacon(node).partitions().stream()
                .filter(told -> told.partition() == Partitions.of(room))
                .map(told -> new HeadSum(told.rooms(), told.sum()))
                .findFirst()
                .orElseThrow();
    }

    private long runs(String node) {
        return deliveries(node).mapToLong(delivery -> delivery.runs().size()).sum();
    }

    private long pushedBytes(String node) {
        return deliveries(node)
                .flatMap(delivery -> delivery.runs().stream())
                .flatMap(run -> run.frames().stream())
                .mapToLong(frame -> frame.length)
                .sum();
    }

    private Stream<Delivery> deliveries(String node) {
        return heard.getOrDefault(node, List.of()).stream()
                .filter(Delivery.class::isInstance)
                .map(Delivery.class::cast);
    }
}
