package io.seqway.gateway.room;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.seqway.gateway.metrics.GatewayMetrics;
import io.seqway.gateway.store.StoreLink;
import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore.Beacon;
import io.seqway.protocol.bus.FromStore.Delivery;
import io.seqway.protocol.bus.FromStore.Ends;
import io.seqway.protocol.bus.FromStore.Moved;
import io.seqway.protocol.bus.FromStore.PartitionSum;
import io.seqway.protocol.bus.FromStore.Pushed;
import io.seqway.protocol.bus.FromStore.Run;
import io.seqway.protocol.bus.Pending;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.bus.Signal;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.ToStore.Submit;
import io.seqway.protocol.bus.ToStore.Watch;
import io.seqway.protocol.bus.ToStore.Watched;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.HeadSum;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import io.seqway.protocol.frame.ClientFrame;
import io.seqway.protocol.frame.Cursor;
import io.seqway.protocol.frame.Position;
import io.seqway.testing.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A feed with one hub, and a test in the place of the message stores. */
final class FeedFixture {
    static final String EPOCH = "e.1";

    record Sent(String to, BusMessage message) {}

    final VirtualTime loop = new VirtualTime();
    final VirtualTime hubLoop = new VirtualTime();
    final List<Sent> sent = new ArrayList<>();
    final List<String> stores = new ArrayList<>(List.of("store"));
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Feed feed = new Feed(loop, "gateway", link(), new GatewayMetrics(registry));
    private final Hub hub = new Hub(0, hubLoop, "gateway", feed, link(), presence -> {});

    FeedFixture() {
        feed.start();
        hub.start();
        feed.add(hub);
        beacon("store", 1);
        loop.pass(4_000); // that this is the owner is no news any more
        beacon("store", 1);
        sent.clear();
    }

    private StoreLink link() {
        return new StoreLink(view(), (node, message) -> sent.add(new Sent(node, message)));
    }

    private ClusterView view() {
        return new ClusterView() {
            @Override
            public String self() {
                return "gateway";
            }

            @Override
            public List<String> nodes(Role role) {
                return stores;
            }

            @Override
            public void onChange(Runnable handler) {
                // the test says so itself
            }
        };
    }

    /** Rooms of one partition. */
    static List<String> roomsOf(int partition, int count) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "room" + i)
                .filter(room -> Partitions.of(room) == partition)
                .limit(count)
                .toList();
    }

    /** A room of this node, which ends there. */
    void open(String room, long head) {
        open(room, EPOCH, head);
    }

    /** As the other one, with this log. */
    void open(String room, String epoch, long head) {
        feed.open(room, -1, hub);
        loop.pass(1);
        feed.handle(delivery(0, List.of(new Ends(room, epoch, 0, head)), List.of()));
        settle();
        sent.clear();
    }

    /** Somebody wants the room, who has come so far. */
    void want(String room, long seq) {
        feed.open(room, seq, hub);
    }

    /** Nobody wants the room any more; nothing of that is done yet. */
    void giveUp(String room) {
        feed.close(room, hub);
    }

    /** Nobody on the node wants the room any more. */
    void close(String room) {
        feed.close(room, hub);
        settle();
        sent.clear();
    }

    /** Somebody on the node joins a room at its end. */
    Reader join(String room, String user) {
        Reader reader = new Reader(user);
        hub.join(room, null, 0, reader);
        loop.pass(1);
        feed.handle(delivery(0, List.of(new Ends(room, EPOCH, 0, 0)), List.of()));
        settle();
        return reader;
    }

    /** Somebody on the node comes back to a room that is open. */
    Subscription resume(String room, Reader reader, long seq) {
        return resume(room, EPOCH, reader, seq);
    }

    /** As the other one, with this log. */
    Subscription resume(String room, String epoch, Reader reader, long seq) {
        Subscription subscription = hub.join(room, new Position(epoch, seq), 0, reader);
        settle();
        return subscription;
    }

    /** Somebody on the node joins a room that is open, for its last entries. */
    Subscription joinTail(String room, Reader reader, int tail) {
        Subscription subscription = hub.join(room, null, tail, reader);
        settle();
        return subscription;
    }

    /** The log of a room was lost and made anew. */
    void makeAnew(String room, String epoch) {
        feed.handle(delivery(0, List.of(new Ends(room, epoch, 0, 0)), List.of()));
        settle();
    }

    /** Somebody on the node sends an optimistic message: the number of the submission. */
    ReplyTo send(String room, Reader sender, String clientMsgId) {
        Submission said =
                Submission.message(room, new Author(sender.userId(), null, null), clientMsgId, "1", 0, null, true);
        hub.submissions().submit(said, sender, outcome -> {});
        hubLoop.pass(0);
        return sent(Submit.class)
                .get(sent(Submit.class).size() - 1)
                .parts()
                .get(0)
                .submissions()
                .get(0)
                .replyTo();
    }

    /** Another hub starts, and somebody there sends a message to each of these rooms: the stores that are sent them. */
    Set<String> sendFromLateHub(List<String> rooms) {
        Hub late = new Hub(1, hubLoop, "gateway", feed, link(), presence -> {});
        feed.add(late);
        settle();
        sent.clear();
        for (String room : rooms) {
            Submission said = Submission.message(room, new Author("late", null, null), "m", "1", 0, null, true);
            late.submissions().submit(said, this, outcome -> {});
        }
        settle();
        return sent.stream().map(Sent::to).collect(Collectors.toSet());
    }

    /** Somebody on the node says something that is not stored. */
    void signal(String room, Reader sender, String to) {
        hub.signal(new ClientFrame.Signal(null, room, "wave", "1", to), sender);
    }

    /** Somebody on the node types, or does not any more. */
    void typing(String room, Reader sender, boolean typing) {
        hub.typing(room, typing, sender);
    }

    /** What the owner of a room says of what is not stored. */
    void hear(List<Pending> pendings, List<Run> runs, List<Signal> signals) {
        feed.handle(new Delivery(
                new Pushed("store", 1, 0),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                pendings,
                runs,
                signals,
                List.of()));
        settle();
    }

    /** The owner of a room says that cursors have moved. */
    void move(String room, Cursor... cursors) {
        feed.handle(new Delivery(
                new Pushed("store", 1, 0),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Moved(room, List.of(cursors)))));
        settle();
    }

    /** Time passes on both loops. */
    void pass(long ms) {
        loop.pass(ms);
        hubLoop.pass(ms);
        loop.pass(0);
    }

    /** Entries that were pushed, which are so long. */
    void push(long bytes, String room, long first, int count) {
        List<byte[]> frames =
                IntStream.range(0, count).mapToObj(i -> new byte[] {'{', '}'}).toList();
        feed.handle(delivery(bytes, List.of(), List.of(new Run(room, EPOCH, first, frames))));
        loop.pass(0);
    }

    private static Delivery delivery(long bytes, List<Ends> ends, List<Run> runs) {
        return new Delivery(new Pushed("store", 1, bytes), List.of(), List.of(), List.of(), ends, runs);
    }

    void ends(String room, long head) {
        feed.handle(delivery(0, List.of(new Ends(room, EPOCH, 0, head)), List.of()));
    }

    /** Says of all partitions that a store owns them in an epoch, and of some where their rooms stand. */
    void beacon(String store, long epoch, PartitionSum... sums) {
        List<PartitionSum> all = new ArrayList<>();
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            all.add(new PartitionSum(partition, epoch, 0, 0));
        }
        for (PartitionSum sum : sums) {
            all.set(sum.partition(), sum);
        }
        feed.handle(new Beacon(new Pushed(store, 1, 0), all));
        settle();
    }

    /** What the owner says of one partition, if these rooms are watched there and end there. */
    static PartitionSum sum(long epoch, int partition, List<String> rooms, long... heads) {
        HeadSum sum = HeadSum.NONE;
        for (int i = 0; i < heads.length; i++) {
            sum = sum.with(HeadSum.root(rooms.get(i), EPOCH), heads[i]);
        }
        return new PartitionSum(partition, epoch, sum.rooms(), sum.sum());
    }

    /** Lets both loops do what waits. */
    void settle() {
        loop.pass(0);
        hubLoop.pass(0);
        loop.pass(0);
    }

    /** The rooms that were asked for, at a store, since the last {@code clear}. */
    List<String> watchedAt(String store) {
        return sent.stream()
                .filter(s -> s.to().equals(store) && s.message() instanceof Watch)
                .flatMap(s -> ((Watch) s.message()).rooms().stream())
                .map(Watched::room)
                .toList();
    }

    /** What was sent, of one kind. */
    <T extends BusMessage> List<T> sent(Class<T> kind) {
        return sent.stream()
                .map(Sent::message)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
