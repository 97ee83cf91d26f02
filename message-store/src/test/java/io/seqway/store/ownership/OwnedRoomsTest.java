package io.seqway.store.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore;
import io.seqway.protocol.bus.FromStore.Beacon;
import io.seqway.protocol.bus.FromStore.Delivery;
import io.seqway.protocol.bus.FromStore.Ends;
import io.seqway.protocol.bus.FromStore.Owned;
import io.seqway.protocol.bus.FromStore.Page;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.ToStore.Part;
import io.seqway.protocol.bus.ToStore.Read;
import io.seqway.protocol.bus.ToStore.Submit;
import io.seqway.protocol.bus.ToStore.Watch;
import io.seqway.protocol.bus.ToStore.Watched;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import io.seqway.store.MessageStore;
import io.seqway.store.cursor.InMemoryCursorStore;
import io.seqway.store.log.Entry;
import io.seqway.store.log.InMemoryRoomLog;
import io.seqway.store.log.LogId;
import io.seqway.store.member.InMemoryRoomStore;
import io.seqway.testing.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node says of the rooms it owns while its lease lasts, and that it says and writes nothing without one. */
class OwnedRoomsTest {
    private static final String ROOM = "a";
    private static final ReplyTo ASKER = new ReplyTo("gateway", 0, 1, 1);

    private final VirtualTime time = new VirtualTime(1_000_000);
    private final InMemoryOwnershipStore leases = new InMemoryOwnershipStore();
    private final InMemoryRoomLog log = new InMemoryRoomLog();
    private final List<BusMessage> said = new ArrayList<>();
    private final List<String> given = new ArrayList<>();
    private MessageStore store;

    @BeforeEach
    void aNodeOwnsARoomWithOneEntry() {
        store = start("one");
        write(1);
        store.handle(watch(-1));
        time.pass(10);
        assertThat(ends()).containsExactly(1L);
        said.clear();
    }

    @Test
    void withoutALeaseNothingIsSaidUntilThereIsOneAgain() {
        losesItsLease();
        store.handle(watch(0));
        store.handle(read(0));
        time.pass(10_000);
        assertThat(said).allSatisfy(message -> assertThat(message)
                .isInstanceOfSatisfying(
                        Beacon.class, beacon -> assertThat(beacon.partitions()).isEmpty()));
        leases.reachable(true);
        time.pass(2 * Ownership.BEAT_MS);
        assertThat(ends()).containsExactly(1L);
        assertThat(pages()).singleElement().satisfies(page -> assertThat(page.frames())
                .hasSize(1));
    }

    @Test
    void withoutALeaseNoWriteIsBegunUntilThereIsOneAgain() {
        losesItsLease();
        store.handle(submit());
        time.pass(10_000);
        assertThat(log.size()).isEqualTo(1);
        leases.reachable(true);
        time.pass(2 * Ownership.BEAT_MS);
        assertThat(log.size()).isEqualTo(2);
    }

    @Test
    void whoKnowsMoreThanTheOwnerIsNotDeniedBeforeTheLogIsAsked() {
        write(2);
        write(3);
        store.handle(watch(2));
        time.pass(10);
        assertThat(ends()).containsExactly(3L);
        write(4);
        store.handle(read(4));
        time.pass(10);
        assertThat(pages()).singleElement().satisfies(page -> assertThat(page.head())
                .isEqualTo(4));
    }

    @Test
    void whoIsAskedForWhatIsAnothersNamesTheOwner() {
        MessageStore other = start("two");
        time.pass(10);
        said.clear();
        other.handle(watch(1));
        other.handle(submit());
        other.handle(read(0));
        time.pass(10);
        assertThat(said).anySatisfy(message -> assertThat(message).isInstanceOfSatisfying(Delivery.class, delivery -> {
            assertThat(delivery.owners()).containsExactly(new Owned(Partitions.of(ROOM), "one", 1));
            assertThat(delivery.outcomes()).extracting(FromStore.Outcome::error).containsExactly(BusMessage.NOT_OWNER);
        }));
        assertThat(pages()).extracting(Page::error).containsExactly(BusMessage.NOT_OWNER);
        assertThat(log.size()).isEqualTo(1);
    }

    @Test
    void whoLeavesTellsTheNewOwnerBeforeItSendsAnybodyThere() {
        start("two");
        time.pass(10 * Ownership.BEAT_MS);
        given.clear();
        said.clear();
        store.leave();
        time.pass(100);
        assertThat(given).containsExactly("two");
        assertThat(said).noneMatch(Delivery.class::isInstance);
    }

    @Test
    void whoLeavesNamesTheNewOwnerToTheGatewaysAndSendsEverythingThere() {
        start("two");
        time.pass(10 * Ownership.BEAT_MS);
        said.clear();
        store.leave();
        time.pass(500);
        store.handle(read(0));
        store.handle(submit());
        time.pass(10);
        Assignment.Owner owner = leases.assignment().owner(Partitions.of(ROOM));
        assertThat(owner.node()).isEqualTo("two");
        assertThat(said).anySatisfy(message -> assertThat(message)
                .isInstanceOfSatisfying(Delivery.class, delivery -> assertThat(delivery.owners())
                        .contains(new Owned(Partitions.of(ROOM), "two", owner.epoch()))));
        assertThat(pages()).extracting(Page::error).containsExactly(BusMessage.NOT_OWNER);
        assertThat(log.size()).isEqualTo(1);
    }

    private MessageStore start(String name) {
        VirtualTime.Loop loop = time.new Loop();
        ClusterView view = new Pair(name);
        MessageStore started = new MessageStore(
                loop,
                () -> 1_000,
                log,
                new InMemoryCursorStore(),
                new InMemoryRoomStore(),
                "t",
                view,
                new Ownership(loop, view, leases),
                (node, message) -> said.add(message),
                (node, message) -> given.add(node));
        started.start();
        time.pass(10);
        return started;
    }

    private void losesItsLease() {
        leases.reachable(false);
        time.pass(Ownership.LEASE_MS);
        said.clear();
    }

    /** Somebody else writes. */
    private void write(long seq) {
        log.append(List.of(new Entry(
                new LogId(ROOM, 1), seq, new Author("bob", null, null), "m" + seq, 1, "message", "\"x\"", 0)));
    }

    private static Watch watch(long last) {
        return new Watch("gateway", List.of(new Watched(ROOM, "t.1", last)));
    }

    private static Read read(long after) {
        return new Read(ASKER, ROOM, after, -1, 100, 1_000);
    }

    private static Submit submit() {
        Submission submission =
                new Submission(ASKER, ROOM, new Author("ann", null, null), "m", "message", "\"y\"", 0, null);
        return new Submit("gateway", 0, List.of(new Part(Partitions.of(ROOM), 1, 1, List.of(submission))));
    }

    /** Sees two nodes, of which the other may not have been started. */
    private record Pair(String self) implements ClusterView {
        @Override
        public List<String> nodes(Role role) {
            return role == Role.GATEWAY ? List.of("gateway") : List.of("one", "two");
        }

        @Override
        public void onChange(Runnable handler) {
            // they never change
        }
    }

    /** The heads that were told. */
    private List<Long> ends() {
        return said.stream()
                .filter(Delivery.class::isInstance)
                .flatMap(message -> ((Delivery) message).ends().stream())
                .map(Ends::head)
                .toList();
    }

    private List<Page> pages() {
        return said.stream()
                .filter(Page.class::isInstance)
                .map(Page.class::cast)
                .toList();
    }
}
