package io.seqway.gateway.room;

import io.seqway.gateway.store.Pages;
import io.seqway.gateway.store.StoreLink;
import io.seqway.gateway.store.Submissions;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.BusMessage.Gap;
import io.seqway.protocol.bus.BusMessage.Outcome;
import io.seqway.protocol.bus.BusMessage.Owned;
import io.seqway.protocol.bus.BusMessage.Page;
import io.seqway.protocol.bus.BusMessage.PresenceChange;
import io.seqway.protocol.bus.Pending;
import io.seqway.protocol.bus.Signal;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.frame.ClientFrame;
import io.seqway.protocol.frame.Position;
import io.seqway.protocol.frame.ServerFrames;
import io.seqway.protocol.loop.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The rooms of the connections of one event loop, and that loop's ways to the message store. Everything happens on that
 * loop, but for the methods by which the {@link Feed} speaks to it.
 */
public final class Hub {
    /** Every how many ms it ends what has waited too long. */
    public static final long SWEEP_MS = 500;

    private static final long OPEN_TIMEOUT_MS = 5_000;
    private static final long RETRY_AFTER_MS = 500;

    private final int index;
    private final String node;
    private final EventLoop loop;
    private final Feed feed;
    private final StoreLink link;
    private final Submissions submissions;
    private final Pages pages;
    private final Consumer<PresenceChange> presence;
    private final Map<String, RoomHub> rooms = new HashMap<>();

    /**
     * @param index the number of the hub on its node; hubs are added to the feed in the order of their numbers
     * @param presence called on the event loop with each change of who is online in a room of the hub
     */
    public Hub(int index, EventLoop loop, String node, Feed feed, StoreLink link, Consumer<PresenceChange> presence) {
        this.index = index;
        this.node = node;
        this.loop = loop;
        this.feed = feed;
        this.link = link;
        this.presence = presence;
        this.submissions = new Submissions(link, node, index, loop);
        this.pages = new Pages(loop, link, node, index);
    }

    /** Begins to end what has waited too long; once, on the loop. */
    public void start() {
        loop.every(SWEEP_MS, this::expire);
    }

    /**
     * Joins a room for a connection.
     *
     * @param position where the client stands, or {@code null}
     * @param tail how many of the last entries to replay, if there is no position
     */
    public Subscription join(String room, Position position, int tail, Subscriber subscriber) {
        Subscription subscription = new Subscription(room, this, subscriber);
        subscription.start(position, tail);
        return subscription;
    }

    public Submissions submissions() {
        return submissions;
    }

    /** Tells whoever else is in the room, here at once and elsewhere through the owner of the room. */
    public void signal(ClientFrame.Signal said, Subscriber by) {
        byte[] frame = ServerFrames.signal(said.room(), by.userId(), said.name(), said.data());
        Signal signal = new Signal(node, index, said.room(), said.to(), frame);
        RoomHub room = rooms.get(said.room());
        if (room != null) {
            room.signal(signal, by);
        }
        String owner = link.owner(Partitions.of(said.room()));
        if (owner != null) {
            link.send(owner, new BusMessage.Emit(node, signal));
        }
    }

    public Pages pages() {
        return pages;
    }

    /** The members of the cluster changed. */
    public void membersChanged() {
        link.refresh();
        reroute();
    }

    private void reroute() {
        submissions.reroute();
        pages.reroute();
    }

    /** The time in ms of a monotonic clock. */
    public long now() {
        return loop.now();
    }

    // what the feed says, from its own event loop

    void opened(String room, String epoch, long floor, long last) {
        withRoom(room, hub -> hub.open(epoch, floor, last));
    }

    void deliver(String room, String epoch, long first, List<byte[]> frames) {
        withRoom(room, hub -> {
            if (hub.isOpen() && epoch.equals(hub.epoch())) {
                hub.deliver(first, frames);
            }
        });
    }

    void pending(Pending pending) {
        withRoom(pending.room(), hub -> {
            if (pending.ends()) {
                hub.failed(pending);
                return;
            }
            boolean own = isOwn(pending.from().node(), pending.from().hub());
            Object sender = own ? submissions.connection(pending.from().ref()) : null;
            if (!own || sender != null) { // else it is late: its sender has heard what became of it
                hub.pending(pending, sender, now());
            }
        });
    }

    void signal(Signal signal) {
        if (!isOwn(signal.node(), signal.hub())) {
            withRoom(signal.room(), hub -> hub.signal(signal, null));
        }
    }

    private boolean isOwn(String someNode, int someIndex) {
        return someIndex == index && someNode.equals(node);
    }

    /** Calls back, on this hub's loop, when all is done that was said before. */
    void whenDone(Runnable then) {
        loop.run(then);
    }

    void learned(List<Owned> owners) {
        loop.run(() -> {
            owners.forEach(link::learn);
            reroute();
        });
    }

    void answered(List<Outcome> outcomes) {
        loop.run(() -> outcomes.forEach(submissions::answered));
    }

    void missing(Gap gap) {
        loop.run(() -> submissions.missing(gap));
    }

    void answered(Page page) {
        loop.run(() -> pages.answered(page));
    }

    void presence(PresenceChange change) {
        loop.run(() -> presence.accept(change));
    }

    // what cursors and subscriptions need

    /**
     * The room for one more subscription, which may not be open yet.
     *
     * @param hint a seq that the client has named, who may be wrong; -1 for none
     */
    RoomHub use(String name, long hint) {
        RoomHub room = rooms.get(name);
        if (room == null) {
            room = new RoomHub(name, now());
            rooms.put(name, room);
            feed.open(name, hint, this);
        }
        room.used();
        return room;
    }

    /** One subscription less. */
    void unuse(RoomHub room) {
        if (room.unused() && rooms.get(room.name()) == room) {
            forget(room);
        }
    }

    void later(long delayMs, Runnable task) {
        loop.after(delayMs, task);
    }

    private void expire() {
        long now = now();
        submissions.expire();
        pages.expire(now);
        List<RoomHub> unanswered = new ArrayList<>();
        for (RoomHub room : rooms.values()) {
            room.expire(now);
            if (!room.isOpen() && now - room.askedAt() >= OPEN_TIMEOUT_MS) {
                unanswered.add(room);
            }
        }
        for (RoomHub room : unanswered) {
            forget(room);
            room.fail(new Refusal(ErrorCode.UNAVAILABLE, "the room does not answer", null, RETRY_AFTER_MS));
        }
    }

    private void forget(RoomHub room) {
        rooms.remove(room.name());
        feed.close(room.name(), this);
    }

    private void withRoom(String name, Consumer<RoomHub> action) {
        loop.run(() -> {
            RoomHub room = rooms.get(name);
            if (room != null) {
                action.accept(room);
            }
        });
    }
}
