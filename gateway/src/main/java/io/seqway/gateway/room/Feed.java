package io.seqway.gateway.room;

import io.seqway.gateway.store.Pages;
import io.seqway.gateway.store.StoreLink;
import io.seqway.protocol.Limits;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.BusMessage.Delivery;
import io.seqway.protocol.bus.BusMessage.Ends;
import io.seqway.protocol.bus.BusMessage.Gap;
import io.seqway.protocol.bus.BusMessage.Outcome;
import io.seqway.protocol.bus.BusMessage.Owned;
import io.seqway.protocol.bus.BusMessage.Run;
import io.seqway.protocol.bus.BusMessage.Watch;
import io.seqway.protocol.bus.BusMessage.Watched;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.loop.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway node's one ear: watches, at their owners, the rooms that its hubs have open, and hands every new entry to
 * each of those hubs exactly once and in order. The event bus may lose anything: a hole is seen at the next entry and
 * filled from the log, and every few seconds the owners hear what this node has.
 */
public final class Feed {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final int WATCH_ROOMS = 1_000;
    private static final long REASK_MS = 100;
    private static final long RETRY_MS = 500;
    private static final long REFRESH_MS = 5_000;

    private final EventLoop loop;
    private final String node;
    private final StoreLink link;
    private final Pages pages;
    private final List<Hub> hubs = new ArrayList<>();
    private final Map<String, FeedRoom> rooms = new HashMap<>();
    private final Set<FeedRoom> unwatched = new LinkedHashSet<>();

    /** @param loop what everything happens on */
    public Feed(EventLoop loop, String node, StoreLink link) {
        this.loop = loop;
        this.node = node;
        this.link = link;
        this.pages = new Pages(loop, link, node, -1);
    }

    /** Begins to ask again for what does not come; once, on the loop. */
    public void start() {
        loop.every(RETRY_MS, this::retry);
        loop.every(REFRESH_MS, this::refresh);
    }

    /** A hub of this node; before it opens rooms. */
    public void add(Hub hub) {
        loop.run(() -> hubs.add(hub));
    }

    /** The hub wants the entries of a room: it will be told where the room ends, then every entry behind that. */
    public void open(String name, Hub hub) {
        loop.run(() -> {
            FeedRoom room = rooms.computeIfAbsent(name, FeedRoom::new);
            if (!room.hubs().contains(hub)) {
                room.hubs().add(hub);
            }
            if (room.isOpen()) {
                hub.opened(name, room.epoch(), room.floor(), room.last());
            } else {
                watchSoon(room);
            }
        });
    }

    /** The hub wants no more of a room. */
    public void close(String name, Hub hub) {
        loop.run(() -> {
            FeedRoom room = rooms.get(name);
            if (room != null && room.hubs().remove(hub) && room.hubs().isEmpty()) {
                rooms.remove(name);
                String owner = link.owner(Partitions.of(name));
                if (owner != null) {
                    link.send(owner, new BusMessage.Unwatch(node, List.of(name)));
                }
            }
        });
    }

    /** A message from the event bus; on the loop of the feed. */
    public void handle(BusMessage message) {
        if (message instanceof Delivery delivery) {
            owners(delivery.owners());
            outcomes(delivery.outcomes());
            delivery.gaps().forEach(this::missing);
            delivery.ends().forEach(this::ends);
            delivery.runs().forEach(this::entries);
        } else if (message instanceof BusMessage.Page page) {
            int asker = page.replyTo().hub();
            if (asker < 0) {
                pages.answered(page);
            } else if (asker < hubs.size()) {
                hubs.get(asker).answered(page);
            }
        } else if (message instanceof BusMessage.PresenceChange change) {
            FeedRoom room = rooms.get(change.room());
            if (room != null) {
                room.hubs().forEach(hub -> hub.presence(change));
            }
        } else {
            LOG.warn(
                    "a message that is not for a gateway: {}",
                    message.getClass().getSimpleName());
        }
    }

    /** The members of the cluster changed: partitions may have other owners now. */
    public void membersChanged() {
        link.refresh();
        watch(rooms.values());
    }

    /** Asks again for the rooms whose ends are not known yet. */
    private void retry() {
        pages.expire(loop.now());
        watch(select(room -> !room.isOpen()));
    }

    /** Tells the owners what this node has, so that interest lasts and a lost entry is noticed. */
    private void refresh() {
        watch(select(FeedRoom::isOpen));
    }

    private List<FeedRoom> select(Predicate<FeedRoom> which) {
        return rooms.values().stream().filter(which).toList();
    }

    /** Rooms that are asked for at about the same time go in one message. */
    private void watchSoon(FeedRoom room) {
        if (unwatched.isEmpty()) {
            loop.run(() -> {
                watch(List.copyOf(unwatched));
                unwatched.clear();
            });
        }
        unwatched.add(room);
    }

    private void watch(Collection<FeedRoom> wanted) {
        Map<String, List<Watched>> byOwner = new HashMap<>();
        for (FeedRoom room : wanted) {
            String owner = link.owner(Partitions.of(room.name()));
            if (owner == null) {
                continue;
            }
            List<Watched> watched = byOwner.computeIfAbsent(owner, o -> new ArrayList<>());
            watched.add(new Watched(room.name(), room.epoch(), room.last()));
            if (watched.size() == WATCH_ROOMS) {
                link.send(owner, new Watch(node, byOwner.remove(owner)));
            }
        }
        byOwner.forEach((owner, watched) -> link.send(owner, new Watch(node, watched)));
    }

    /**
     * Owners that are news are asked for the rooms that are open here; and so they are once more if somebody does not
     * know of them yet, who may be the new owner itself.
     */
    private void owners(List<Owned> named) {
        Set<Integer> news = new HashSet<>();
        Set<Integer> old = new HashSet<>();
        for (Owned owned : named) {
            if (link.learn(owned)) {
                news.add(owned.partition());
            } else if (link.knowsBetter(owned)) {
                old.add(owned.partition());
            }
        }
        if (!news.isEmpty()) {
            hubs.forEach(hub -> hub.learned(named));
            watchPartitions(news);
        }
        if (!old.isEmpty()) {
            loop.after(REASK_MS, () -> watchPartitions(old));
        }
    }

    private void watchPartitions(Set<Integer> partitions) {
        watch(select(room -> partitions.contains(Partitions.of(room.name()))));
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
            room.open(ends.epoch(), ends.floor(), ends.head());
            room.hubs().forEach(hub -> hub.opened(room.name(), ends.epoch(), ends.floor(), ends.head()));
        } else if (ends.head() > room.last()) {
            pull(room);
        } else if (ends.head() < room.last()) {
            LOG.error("room {}: its owner is at seq {}, this node has seen {}", ends.room(), ends.head(), room.last());
        }
    }

    private void entries(Run run) {
        FeedRoom room = rooms.get(run.room());
        if (room == null || !room.isOpen() || !room.epoch().equals(run.epoch())) {
            return;
        }
        long next = room.last() + 1;
        if (run.first() > next) {
            pull(room);
            return;
        }
        int known = (int) Math.min(run.frames().size(), next - run.first());
        List<byte[]> fresh = run.frames().subList(known, run.frames().size());
        if (!fresh.isEmpty()) {
            room.advance(room.last() + fresh.size());
            room.hubs().forEach(hub -> hub.deliver(room.name(), run.epoch(), next, fresh));
        }
    }

    private void pull(FeedRoom room) {
        if (room.pulling()) {
            return;
        }
        room.pulling(true);
        pages.after(room.name(), room.last(), Limits.PAGE_ENTRIES, Limits.PAGE_BYTES, loop.now())
                .onComplete(read -> room.pulling(false))
                .onSuccess(page -> {
                    entries(new Run(page.room(), page.epoch(), page.first(), page.frames()));
                    if (page.head() > room.last()
                            && rooms.get(room.name()) == room
                            && !page.frames().isEmpty()) {
                        pull(room);
                    }
                })
                .onFailure(e -> LOG.warn("room {}: a hole behind seq {} stays for now", room.name(), room.last()));
    }
}
