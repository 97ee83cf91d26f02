package io.seqway.store;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore.Ends;
import io.seqway.protocol.bus.FromStore.Owned;
import io.seqway.protocol.bus.FromStore.Page;
import io.seqway.protocol.bus.FromStore.Place;
import io.seqway.protocol.bus.ToStore;
import io.seqway.protocol.bus.ToStore.AskPlace;
import io.seqway.protocol.bus.ToStore.Watched;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.delivery.Deliveries;
import io.seqway.store.delivery.Outflows;
import io.seqway.store.interest.Interest;
import io.seqway.store.log.DamagedEntries;
import io.seqway.store.ownership.Assignment;
import io.seqway.store.ownership.Ownership;
import io.seqway.store.sequence.Sequencer;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What gateways ask about rooms: where they end, and pages of them. It is answered by their owner only, and only while its
 * lease lasts, which is looked at again when the answer is there.
 */
final class RoomQuestions {
    private static final Logger LOG = LoggerFactory.getLogger(RoomQuestions.class);
    private static final int MAX_HELD = 10_000;

    private final Ownership ownership;
    private final Sequencer sequencer;
    private final Interest interest;
    private final Outflows outflows;
    private final Deliveries deliveries;
    private final BiConsumer<String, BusMessage> send;
    private final ArrayDeque<Runnable> held = new ArrayDeque<>();

    /** @param send sends a message to a gateway node, by its id */
    RoomQuestions(
            Ownership ownership,
            Sequencer sequencer,
            Interest interest,
            Outflows outflows,
            Deliveries deliveries,
            BiConsumer<String, BusMessage> send) {
        this.ownership = ownership;
        this.sequencer = sequencer;
        this.interest = interest;
        this.outflows = outflows;
        this.deliveries = deliveries;
        this.send = send;
    }

    /** The lease lasts again, or rooms are another node's: what was asked meanwhile is answered, if it can be. */
    void resume() {
        List<Runnable> waited = List.copyOf(held);
        held.clear();
        waited.forEach(Runnable::run);
    }

    /** A gateway node wants a room: it hears where the room ends, unless it is there already. */
    void watch(String node, Watched watched) {
        if (!ownership.owns(watched.room())) {
            tellOwner(node, Partitions.of(watched.room())); // and the node asks there
            return;
        }
        if (!ownership.lasts()) {
            hold(() -> watch(node, watched));
            return;
        }
        outflows.open(node);
        interest.begin(watched.room(), node);
        sequencer.hint(watched.room(), watched.last());
        sequencer
                .ends(watched.room())
                .compose(page -> watched.epoch() != null && watched.last() > page.head()
                        ? sequencer.endsAfterFreshLook(watched.room())
                        : Future.succeededFuture(page))
                .onSuccess(page -> {
                    interest.at(watched.room(), page.epoch(), page.head());
                    if (!ownership.lasts()) {
                        hold(() -> watch(node, watched));
                    } else if (watched.last() != page.head() || !page.epoch().equals(watched.epoch())) {
                        deliveries.ends(node, new Ends(watched.room(), page.epoch(), page.floor(), page.head()));
                    }
                })
                .onFailure(e -> unread(watched.room(), e));
    }

    /** Answers with a page. */
    void read(ToStore.Read read) {
        if (!ownership.owns(read.room())) {
            tellOwner(read.replyTo().node(), Partitions.of(read.room()));
            answer(read, new Page(read.replyTo(), read.room(), null, 0, 0, 0, null, BusMessage.NOT_OWNER));
            return;
        }
        if (!ownership.lasts()) {
            hold(() -> read(read));
            return;
        }
        page(read)
                .onSuccess(page -> {
                    if (ownership.lasts()) {
                        answer(read, of(read, page));
                    } else {
                        hold(() -> read(read));
                    }
                })
                .onFailure(e -> {
                    unread(read.room(), e);
                    String error = ErrorCode.UNAVAILABLE.text();
                    answer(read, new Page(read.replyTo(), read.room(), null, 0, 0, 0, null, error));
                });
    }

    /** Answers with the first entry that is not older than a time. */
    void ask(AskPlace asked) {
        if (!ownership.owns(asked.room())) {
            tellOwner(asked.replyTo().node(), Partitions.of(asked.room()));
            send.accept(asked.replyTo().node(), new Place(asked.replyTo(), 0, BusMessage.NOT_OWNER));
            return;
        }
        if (!ownership.lasts()) {
            hold(() -> ask(asked));
            return;
        }
        sequencer
                .since(asked.room(), asked.time())
                .onSuccess(seq -> send.accept(asked.replyTo().node(), new Place(asked.replyTo(), seq, null)))
                .onFailure(e -> {
                    unread(asked.room(), e);
                    String error = ErrorCode.UNAVAILABLE.text();
                    send.accept(asked.replyTo().node(), new Place(asked.replyTo(), 0, error));
                });
    }

    private static void unread(String room, Throwable cause) {
        DamagedEntries.warnUnlessSaid(LOG, "the log of room " + room + " cannot be read", cause);
    }

    private Future<Sequencer.Page> page(ToStore.Read read) {
        if (read.before() >= 0) {
            return sequencer.before(read.room(), read.before(), read.limit(), read.maxBytes());
        }
        sequencer.hint(read.room(), read.after());
        return sequencer
                .ends(read.room())
                .compose(page -> read.after() > page.head()
                        ? sequencer.endsAfterFreshLook(read.room())
                        : Future.succeededFuture(page))
                .compose(page -> sequencer.after(read.room(), read.after(), read.limit(), read.maxBytes()));
    }

    private static Page of(ToStore.Read read, Sequencer.Page page) {
        return new Page(
                read.replyTo(),
                read.room(),
                page.epoch(),
                page.floor(),
                page.head(),
                page.first(),
                page.frames(),
                null);
    }

    /**
     * Without a lease nothing is said of a room: it may have moved on elsewhere. What is too much is dropped, as if the bus
     * had lost it, and asked again.
     */
    void hold(Runnable question) {
        if (held.size() < MAX_HELD) {
            held.addLast(question);
        }
    }

    /** Whoever was asked for what is not its own looks again: it may have been given to it just now. */
    void tellOwner(String node, int partition) {
        ownership.look();
        nameOwner(node, partition);
    }

    /** Says who owns a partition, as far as this node knows. */
    void nameOwner(String node, int partition) {
        Assignment.Owner owner = ownership.owner(partition);
        if (owner.node() != null) {
            deliveries.owner(node, new Owned(partition, owner.node(), owner.epoch()));
        }
    }

    private void answer(ToStore.Read read, Page page) {
        send.accept(read.replyTo().node(), page);
    }
}
