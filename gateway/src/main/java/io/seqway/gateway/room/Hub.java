package io.seqway.gateway.room;

import io.seqway.gateway.metrics.GatewayMetrics;
import io.seqway.gateway.metrics.MessageMetrics;
import io.seqway.gateway.store.MadeRoomsLink;
import io.seqway.gateway.store.Pages;
import io.seqway.gateway.store.Receipts;
import io.seqway.gateway.store.RoomLists;
import io.seqway.gateway.store.RoomRights;
import io.seqway.gateway.store.StoreLink;
import io.seqway.gateway.store.Submissions;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.FromStore.Cursors;
import io.seqway.protocol.bus.FromStore.Gap;
import io.seqway.protocol.bus.FromStore.Moved;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.FromStore.Owned;
import io.seqway.protocol.bus.FromStore.Page;
import io.seqway.protocol.bus.FromStore.Place;
import io.seqway.protocol.bus.FromStore.Standings;
import io.seqway.protocol.bus.Pending;
import io.seqway.protocol.bus.PresenceMessage.PresenceChange;
import io.seqway.protocol.bus.RoomMessage.MadeRooms;
import io.seqway.protocol.bus.RoomMessage.Managed;
import io.seqway.protocol.bus.RoomMessage.Memberships;
import io.seqway.protocol.bus.RoomMessage.Rights;
import io.seqway.protocol.bus.RoomMessage.RoomNames;
import io.seqway.protocol.bus.Signal;
import io.seqway.protocol.bus.ToStore;
import io.seqway.protocol.cluster.Epochs;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.frame.ClientFrame;
import io.seqway.protocol.frame.Position;
import io.seqway.protocol.frame.ServerFrames;
import io.seqway.protocol.loop.EventLoop;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final MessageMetrics metrics;
    private final Submissions submissions;
    private final Pages pages;
    private final Receipts receipts;
    private final RoomLists roomLists;
    private final RoomRights rights;
    private final MadeRoomsLink madeRooms;
    private Consumer<Memberships> whenMembersChange = memberships -> {};
    private final Consumer<PresenceChange> presence;
    private final Map<String, RoomHub> rooms = new HashMap<>();
    /** Those of them that nobody has opened yet: the first is the one that has waited longest. */
    private final Set<RoomHub> opening = new LinkedHashSet<>();
    /** Those of them that show something that ends by itself. */
    private final Set<RoomHub> showing = new HashSet<>();

    /**
     * @param index the number of the hub on its node; hubs are added to the feed in the order of their numbers
     * @param presence called on the event loop with each change of who is online in a room of the hub
     */
    public Hub(int index, EventLoop loop, String node, Feed feed, StoreLink link, Consumer<PresenceChange> presence) {
        this(index, loop, node, feed, link, presence, GatewayMetrics.none());
    }

    /** As the other one, and counts what goes through. */
    public Hub(
            int index,
            EventLoop loop,
            String node,
            Feed feed,
            StoreLink link,
            Consumer<PresenceChange> presence,
            GatewayMetrics metrics) {
        this.index = index;
        this.node = node;
        this.loop = loop;
        this.feed = feed;
        this.link = link;
        this.presence = presence;
        this.metrics = metrics.messages();
        this.submissions = new Submissions(link, node, index, loop, metrics.messages());
        this.pages = new Pages(loop, link, node, index);
        this.receipts = new Receipts(loop, link, node, index);
        this.roomLists = new RoomLists(loop, link, node, index);
        this.rights = new RoomRights(loop, link, node, index);
        this.madeRooms = new MadeRoomsLink(loop, link, node, index);
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
        tell(new Signal(node, index, said.room(), said.to(), frame), by);
    }

    /** Tells whoever else is in the room that a user types, or does not any more; the same way as a signal. */
    public void typing(String room, boolean typing, Subscriber by) {
        byte[] frame = ServerFrames.typing(room, by.userId(), typing);
        tell(new Signal(node, index, room, null, frame, new Signal.Typing(by.userId(), typing)), by);
    }

    private void tell(Signal signal, Subscriber by) {
        RoomHub room = rooms.get(signal.room());
        if (room != null) {
            room.signal(signal, by, now());
            showing.add(room);
        }
        String owner = link.owner(Partitions.of(signal.room()));
        if (owner != null) {
            link.send(owner, new ToStore.Emit(node, signal));
        }
    }

    public Pages pages() {
        return pages;
    }

    /** How far users are in their rooms. */
    public Receipts receipts() {
        return receipts;
    }

    /** The rooms of users. */
    public RoomLists roomLists() {
        return roomLists;
    }

    /** What users may do in rooms. */
    public RoomRights rights() {
        return rights;
    }

    /** The rooms that were made. */
    public MadeRoomsLink madeRooms() {
        return madeRooms;
    }

    /** @param handler called on the event loop when users have become members of rooms, or are none any more */
    public void whenMembersChange(Consumer<Memberships> handler) {
        whenMembersChange = handler;
    }

    /** Whether the room is open here, and is known to be one that was never made. */
    public boolean isUnmade(String name) {
        RoomHub room = rooms.get(name);
        return room != null && room.isOpen() && !Epochs.isMade(room.epoch());
    }

    /** The members of the cluster changed. */
    public void membersChanged() {
        link.refresh();
        reroute();
    }

    private void reroute() {
        submissions.reroute();
        pages.reroute();
        receipts.reroute();
        roomLists.reroute();
        rights.reroute();
        madeRooms.reroute();
    }

    /** How many rooms connections of this hub have joined. */
    public int openRooms() {
        return rooms.size();
    }

    /** The time in ms of a monotonic clock. */
    public long now() {
        return loop.now();
    }

    // what the feed says, from its own event loop

    void opened(String room, String epoch, long floor, long last) {
        withRoom(room, hub -> {
            opening.remove(hub);
            hub.open(epoch, floor, last);
        });
    }

    /** @param storedAt when they were stored, in ms since 1970, or 0 */
    void deliver(String room, String epoch, long first, List<byte[]> frames, long stale, long storedAt) {
        withRoom(room, hub -> {
            if (hub.isOpen() && epoch.equals(hub.epoch())) {
                hub.deliver(first, frames, stale);
                metrics.delivered(frames.size(), storedAt);
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
            if (sender != null) {
                submissions.shown(pending.from().ref());
            }
            if (!own || sender != null) { // else it is late: its sender has heard what became of it
                hub.pending(pending, sender, now());
                showing.add(hub);
            }
        });
    }

    void signal(Signal signal) {
        if (!isOwn(signal.node(), signal.hub())) {
            withRoom(signal.room(), hub -> {
                hub.signal(signal, null, now());
                showing.add(hub);
            });
        }
    }

    void moved(Moved moved) {
        withRoom(moved.room(), hub -> hub.moved(moved.cursors()));
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

    void answered(Place place) {
        loop.run(() -> pages.answered(place));
    }

    void answered(Cursors cursors) {
        loop.run(() -> receipts.answered(cursors));
    }

    void answered(Standings standings) {
        loop.run(() -> roomLists.answered(standings));
    }

    void answered(RoomNames names) {
        loop.run(() -> roomLists.answered(names));
    }

    void answered(Rights found) {
        loop.run(() -> rights.answered(found));
    }

    void answered(Managed managed) {
        loop.run(() -> madeRooms.answered(managed));
    }

    void answered(MadeRooms found) {
        loop.run(() -> madeRooms.answered(found));
    }

    void told(Memberships memberships) {
        loop.run(() -> whenMembersChange.accept(memberships));
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
            opening.add(room);
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
        receipts.expire(now);
        roomLists.expire(now);
        rights.expire(now);
        madeRooms.expire(now);
        showing.removeIf(room -> room.expire(now));
        List<RoomHub> unanswered = opening.stream()
                .takeWhile(room -> now - room.askedAt() >= OPEN_TIMEOUT_MS)
                .toList();
        for (RoomHub room : unanswered) {
            forget(room);
            room.fail(new Refusal(ErrorCode.UNAVAILABLE, "the room does not answer", null, RETRY_AFTER_MS));
        }
    }

    private void forget(RoomHub room) {
        rooms.remove(room.name());
        opening.remove(room);
        showing.remove(room);
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
