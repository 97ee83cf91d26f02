package io.seqway.gateway.room;

import io.seqway.gateway.metrics.GatewayMetrics;
import io.seqway.gateway.store.Pages;
import io.seqway.gateway.store.StoreLink;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore;
import io.seqway.protocol.bus.FromStore.Beacon;
import io.seqway.protocol.bus.FromStore.Delivery;
import io.seqway.protocol.bus.FromStore.Ends;
import io.seqway.protocol.bus.FromStore.Gap;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.FromStore.Owned;
import io.seqway.protocol.bus.FromStore.Page;
import io.seqway.protocol.bus.FromStore.PartitionSum;
import io.seqway.protocol.bus.FromStore.Pushed;
import io.seqway.protocol.bus.FromStore.Run;
import io.seqway.protocol.bus.PresenceMessage;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.bus.RoomMessage;
import io.seqway.protocol.bus.ToStore.Heard;
import io.seqway.protocol.cluster.HeadSum;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.loop.EventLoop;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway node's one ear: watches, at their owners, the rooms that its hubs have open, and hands every new entry to
 * each of those hubs exactly once and in order. The event bus may lose anything: a hole is seen at the next entry, or at
 * the next beacon of the owner, and filled from the log.
 */
public final class Feed {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final long REASK_MS = 100;
    private static final long RETRY_MS = 500;
    /** More would keep an owner, who has very many to look for, from looking. */
    private static final int RETRIED_ROOMS = 1_000;

    private final EventLoop loop;
    private final String node;
    private final StoreLink link;
    private final Pages pages;
    private final List<Hub> hubs = new ArrayList<>();
    private final FeedRooms rooms = new FeedRooms();
    private final Watches watches;
    private final Pulls pulls;
    private final Silence silence;
    private final Confirmations confirmations = new Confirmations();
    private final CutOffStores cutOff;
    private final List<Runnable> whenCutOff = new ArrayList<>();
    private final Takeovers takeovers = new Takeovers();
    private final LostEntries lost = new LostEntries();

    /** @param loop what everything happens on */
    public Feed(EventLoop loop, String node, StoreLink link) {
        this(loop, node, link, GatewayMetrics.none());
    }

    /** As the other one, and counts the holes. */
    public Feed(EventLoop loop, String node, StoreLink link, GatewayMetrics metrics) {
        this.loop = loop;
        this.node = node;
        this.link = link;
        this.pages = new Pages(loop, link, node, -1);
        this.watches = new Watches(loop, node, link);
        this.pulls = new Pulls(loop, pages, rooms, this::pulled, metrics.messages());
        this.cutOff = new CutOffStores(node);
        this.silence = new Silence(loop.now());
    }

    /** Begins to ask again for what does not come; once, on the loop. */
    public void start() {
        loop.every(RETRY_MS, this::retry);
    }

    /** A hub of this node; before it opens rooms. What was heard before it was there is told to it. */
    public void add(Hub hub) {
        loop.run(() -> {
            hubs.add(hub);
            hub.learned(link.named());
        });
    }

    /** Calls this when no message store that this node sees has the rooms, again and again until that is over. */
    public void whenCutOff(Runnable task) {
        loop.run(() -> whenCutOff.add(task));
    }

    /**
     * The hub wants the entries of a room: it will be told where the room ends, then every entry behind that.
     *
     * @param hint a seq that a client has named, who may be wrong; -1 for none
     */
    public void open(String name, long hint, Hub hub) {
        loop.run(() -> {
            FeedRoom room = rooms.add(name, loop.now());
            room.hint(hint);
            if (!room.hubs().contains(hub)) {
                room.hubs().add(hub);
            }
            if (room.isOpen()) {
                hub.opened(name, room.epoch(), room.floor(), room.last());
            } else {
                watches.watchSoon(room);
            }
        });
    }

    /** The hub wants no more of a room. */
    public void close(String name, Hub hub) {
        loop.run(() -> {
            FeedRoom room = rooms.get(name);
            if (room != null && room.hubs().remove(hub) && room.hubs().isEmpty()) {
                rooms.remove(room);
                lost.forget(name);
                watches.unwatchSoon(room);
            }
        });
    }

    /** A message from the event bus; on the loop of the feed. */
    public void handle(BusMessage message) {
        if (message instanceof Delivery delivery) {
            owners(delivery.owners());
            delivery.pendings().forEach(pending -> hubs(pending.room()).forEach(hub -> hub.pending(pending)));
            outcomes(delivery.outcomes());
            delivery.gaps().forEach(this::missing);
            delivery.ends().forEach(this::ends);
            delivery.runs().forEach(this::entries);
            delivery.signals().forEach(signal -> hubs(signal.room()).forEach(hub -> hub.signal(signal)));
            delivery.receipts().forEach(moved -> hubs(moved.room()).forEach(hub -> hub.moved(moved)));
            if (delivery.pushed() != null && confirmations.isDue(delivery.pushed())) {
                confirm(delivery.pushed());
            }
        } else if (message instanceof Beacon beacon) {
            beacon(beacon);
        } else if (message instanceof Page page) {
            int asker = page.replyTo().hub();
            if (asker < 0) {
                pages.answered(page);
            } else if (asker < hubs.size()) {
                hubs.get(asker).answered(page);
            }
        } else if (message instanceof FromStore.Place place) {
            hub(place.replyTo()).ifPresent(hub -> hub.answered(place));
        } else if (message instanceof FromStore.Cursors cursors) {
            hub(cursors.replyTo()).ifPresent(hub -> hub.answered(cursors));
        } else if (message instanceof FromStore.Standings standings) {
            hub(standings.replyTo()).ifPresent(hub -> hub.answered(standings));
        } else if (message instanceof RoomMessage.RoomNames names) {
            hub(names.replyTo()).ifPresent(hub -> hub.answered(names));
        } else if (message instanceof RoomMessage.Rights rights) {
            hub(rights.replyTo()).ifPresent(hub -> hub.answered(rights));
        } else if (message instanceof RoomMessage.Managed managed) {
            hub(managed.replyTo()).ifPresent(hub -> hub.answered(managed));
        } else if (message instanceof RoomMessage.MadeRooms found) {
            hub(found.replyTo()).ifPresent(hub -> hub.answered(found));
        } else if (message instanceof RoomMessage.Memberships memberships) {
            hubs.forEach(hub -> hub.told(memberships));
        } else if (message instanceof PresenceMessage.PresenceChange change) {
            hubs(change.room()).forEach(hub -> hub.presence(change));
        } else if (!(message instanceof BusMessage.Unreadable)) {
            LOG.warn(
                    "a message that is not for a gateway: {}",
                    message.getClass().getSimpleName());
        }
    }

    /** The hub that has asked. */
    private Optional<Hub> hub(ReplyTo replyTo) {
        return replyTo.hub() < hubs.size() ? Optional.of(hubs.get(replyTo.hub())) : Optional.empty();
    }

    /** The hubs that have the room open. */
    private List<Hub> hubs(String name) {
        FeedRoom room = rooms.get(name);
        return room == null ? List.of() : room.hubs();
    }

    /** The members of the cluster changed: partitions may have other owners now. */
    public void membersChanged() {
        String[] before = new String[Partitions.COUNT];
        for (int partition = 0; partition < before.length; partition++) {
            before[partition] = link.owner(partition);
        }
        link.refresh();
        BitSet moved = new BitSet();
        for (int partition = 0; partition < before.length; partition++) {
            moved.set(partition, !Objects.equals(before[partition], link.owner(partition)));
        }
        watch(moved);
        pages.reroute();
        confirmations.retain(link.stores());
    }

    /** Asks again for the rooms whose ends are not known yet, and where an owner is silent for all its rooms. */
    private void retry() {
        sendAwayIfCutOff();
        pages.expire(loop.now());
        watches.watch(rooms.unopened(RETRIED_ROOMS, loop.now()));
        BitSet silent = new BitSet();
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            silent.set(partition, silence.isSilent(partition, loop.now()));
        }
        watch(silent);
    }

    /** First the rooms in which something goes on: an owner that has just begun looks for them in this order. */
    private void watch(BitSet partitions) {
        List<FeedRoom> asked = new ArrayList<>();
        partitions.stream().forEach(partition -> {
            silence.asked(partition, loop.now());
            asked.addAll(rooms.in(partition));
        });
        asked.sort(Comparator.comparingLong(FeedRoom::advances).reversed());
        watches.watch(asked);
    }

    /** What an owner said of its rooms, behind all that it had pushed before. */
    private void beacon(Beacon beacon) {
        confirm(beacon.pushed());
        cutOff.heard(beacon, loop.now());
        sendAwayIfCutOff();
        List<Owned> named = new ArrayList<>();
        for (PartitionSum told : beacon.partitions()) {
            named.add(new Owned(told.partition(), beacon.pushed().node(), told.epoch()));
        }
        learn(named);
        for (int i = 0; i < named.size(); i++) {
            if (link.isKnown(named.get(i))) {
                PartitionSum told = beacon.partitions().get(i);
                silence.heard(
                        told.partition(),
                        told.rooms(),
                        rooms.sum(told.partition()).rooms(),
                        loop.now());
                compare(told);
            }
        }
    }

    /** Also those who come meanwhile, since a balancer may not have noticed yet. */
    private void sendAwayIfCutOff() {
        if (cutOff.all(link.stores(), loop.now())) {
            whenCutOff.forEach(Runnable::run);
        }
    }

    private void compare(PartitionSum told) {
        int partition = told.partition();
        HeadSum own = rooms.sum(partition);
        if (own.equals(new HeadSum(told.rooms(), told.sum()))) {
            takeovers.verified(partition, own.rooms(), loop.now());
            return;
        }
        if (!silence.mayAsk(partition, loop.now())) {
            return;
        }
        silence.asked(partition, loop.now());
        if (own.rooms() == told.rooms()) {
            watches.watch(
                    rooms.in(partition).stream().filter(room -> !room.pulling()).toList());
        } else {
            watches.watchOnly(partition, rooms.in(partition));
        }
    }

    /** Says that this was handled, as soon as the hubs have handled it, too. */
    private void confirm(Pushed pushed) {
        confirmations.say(pushed);
        Heard heard = new Heard(node, pushed.session(), pushed.bytes());
        int[] busy = {hubs.size()};
        if (hubs.isEmpty()) {
            link.send(pushed.node(), heard);
        }
        hubs.forEach(hub -> hub.whenDone(() -> loop.run(() -> {
            if (--busy[0] == 0) {
                link.send(pushed.node(), heard);
            }
        })));
    }

    /**
     * Owners that are news are asked for the rooms that are open here; and so they are once more if somebody does not
     * know of them yet, who may be the new owner itself.
     */
    private void owners(List<Owned> named) {
        learn(named);
        BitSet old = new BitSet();
        named.stream().filter(link::knowsBetter).forEach(owned -> old.set(owned.partition()));
        if (!old.isEmpty()) {
            loop.after(REASK_MS, () -> watch(old));
        }
    }

    private void learn(List<Owned> named) {
        BitSet news = new BitSet();
        named.stream().filter(link::learn).forEach(owned -> news.set(owned.partition()));
        if (!news.isEmpty()) {
            takeovers.begin(news, loop.now());
            hubs.forEach(hub -> hub.learned(named));
            watch(news);
            pages.reroute();
        }
    }

    private void outcomes(List<Outcome> outcomes) {
        Map<Integer, List<Outcome>> byHub = new HashMap<>();
        for (Outcome outcome : outcomes) {
            byHub.computeIfAbsent(outcome.replyTo().hub(), hub -> new ArrayList<>())
                    .add(outcome);
        }
        byHub.forEach((hub, its) -> {
            if (hub >= 0 && hub < hubs.size()) {
                hubs.get(hub).answered(its);
            }
        });
    }

    private void missing(Gap gap) {
        if (gap.hub() >= 0 && gap.hub() < hubs.size()) {
            hubs.get(gap.hub()).missing(gap);
        }
    }

    private void ends(Ends ends) {
        FeedRoom room = rooms.get(ends.room());
        if (room == null) {
            return;
        }
        if (!room.isOpen() || !room.epoch().equals(ends.epoch())) {
            open(room, ends.epoch(), ends.floor(), ends.head());
            return;
        }
        room.raiseFloor(ends.floor());
        if (lost.areToBeSaid(room.name(), ends.head(), room.last(), loop.now())) {
            LOG.error(
                    "room {}: its log ends at seq {}, and clients here were given all up to seq {}: was an older backup of"
                            + " MongoDB put in its place?",
                    room.name(),
                    ends.head(),
                    room.last());
        }
        if (ends.head() > room.last()) {
            pulls.pull(room);
        }
    }

    private void open(FeedRoom room, String epoch, long floor, long head) {
        rooms.open(room, epoch, floor, head);
        room.hubs().forEach(hub -> hub.opened(room.name(), epoch, floor, head));
    }

    /** What was missing. Where the floor has passed this node, what is missing is gone, and each cursor reads for itself. */
    private void pulled(Page page) {
        FeedRoom room = rooms.get(page.room());
        if (room == null || !room.isOpen() || !room.epoch().equals(page.epoch())) {
            return;
        }
        room.raiseFloor(page.floor());
        if (page.first() > room.last() + 1 && page.floor() > room.last()) {
            open(room, page.epoch(), page.floor(), page.head());
        } else {
            // What was lost may have said that entries changed.
            entries(new Run(page.room(), page.epoch(), page.first(), page.frames(), page.first() - 1));
        }
    }

    private void entries(Run run) {
        FeedRoom room = rooms.get(run.room());
        if (room == null || !room.isOpen() || !room.epoch().equals(run.epoch())) {
            return;
        }
        long next = room.last() + 1;
        if (run.first() > next) {
            pulls.pull(room);
            return;
        }
        int known = (int) Math.min(run.frames().size(), next - run.first());
        List<byte[]> fresh = run.frames().subList(known, run.frames().size());
        if (!fresh.isEmpty()) {
            rooms.advance(room, room.last() + fresh.size());
            // what the part that is known already says of entries before it was not told when those came
            long stale = known > 0 ? Math.max(run.stale(), next - 1) : run.stale();
            room.hubs().forEach(hub -> hub.deliver(room.name(), run.epoch(), next, fresh, stale, run.storedAt()));
        }
    }
}
