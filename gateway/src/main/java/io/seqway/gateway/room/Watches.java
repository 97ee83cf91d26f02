package io.seqway.gateway.room;

import io.seqway.gateway.store.StoreLink;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.BusMessage.Watch;
import io.seqway.protocol.bus.BusMessage.Watched;
import io.seqway.protocol.loop.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells the owners of rooms that this node wants to hear of them, or does not any more. */
final class Watches {
    private static final int ROOMS = 1_000;

    private final EventLoop loop;
    private final String node;
    private final StoreLink link;
    private final Set<FeedRoom> soon = new LinkedHashSet<>();

    Watches(EventLoop loop, String node, StoreLink link) {
        this.loop = loop;
        this.node = node;
        this.link = link;
    }

    /** Rooms that are asked for at about the same time go in one message. */
    void watchSoon(FeedRoom room) {
        if (soon.isEmpty()) {
            loop.run(() -> {
                watch(soon);
                soon.clear();
            });
        }
        soon.add(room);
    }

    /** The owners are to say which of these rooms end elsewhere than here, and to push what is behind that. */
    void watch(Collection<FeedRoom> rooms) {
        Map<String, List<Watched>> byOwner = new HashMap<>();
        for (FeedRoom room : rooms) {
            String owner = link.owner(room.partition());
            if (owner == null) {
                continue;
            }
            List<Watched> watched = byOwner.computeIfAbsent(owner, o -> new ArrayList<>());
            watched.add(new Watched(room.name(), room.epoch(), room.lastOrHint()));
            if (watched.size() == ROOMS) {
                link.send(owner, new Watch(node, byOwner.remove(owner)));
            }
        }
        byOwner.forEach((owner, watched) -> link.send(owner, new Watch(node, watched)));
    }

    /** As {@link #watch}, where these are all rooms of the partition, and the owner may know of others. */
    void watchOnly(int partition, Collection<FeedRoom> rooms) {
        String owner = link.owner(partition);
        if (owner != null) {
            link.send(owner, new BusMessage.UnwatchAll(node, List.of(partition)));
            watch(rooms);
        }
    }

    void unwatch(FeedRoom room) {
        String owner = link.owner(room.partition());
        if (owner != null) {
            link.send(owner, new BusMessage.Unwatch(node, List.of(room.name())));
        }
    }
}
