package io.seqway.gateway.room;

import io.seqway.gateway.store.StoreLink;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.ToStore;
import io.seqway.protocol.bus.ToStore.Watch;
import io.seqway.protocol.bus.ToStore.Watched;
import io.seqway.protocol.loop.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Tells the owners of rooms that this node wants to hear of them, or does not any more. */
final class Watches {
    private static final int ROOMS = 1_000;

    private final EventLoop loop;
    private final String node;
    private final StoreLink link;
    private final Set<FeedRoom> soon = new LinkedHashSet<>();
    private final Set<FeedRoom> noMore = new LinkedHashSet<>();

    Watches(EventLoop loop, String node, StoreLink link) {
        this.loop = loop;
        this.node = node;
        this.link = link;
    }

    /** Rooms that are asked for at about the same time go in one message. */
    void watchSoon(FeedRoom room) {
        saySoon();
        soon.add(room);
    }

    /** Nobody here wants the room any more; many that are given up at about the same time go in one message, too. */
    void unwatchSoon(FeedRoom room) {
        saySoon();
        soon.remove(room);
        noMore.add(room);
    }

    private void saySoon() {
        if (soon.isEmpty() && noMore.isEmpty()) {
            loop.run(() -> {
                unwatch(noMore); // first: a room may be wanted again already
                watch(soon);
                noMore.clear();
                soon.clear();
            });
        }
    }

    /** The owners are to say which of these rooms end elsewhere than here, and to push what is behind that. */
    void watch(Collection<FeedRoom> rooms) {
        say(
                rooms,
                room -> new Watched(room.name(), room.epoch(), room.lastOrHint()),
                watched -> new Watch(node, watched));
    }

    private void unwatch(Collection<FeedRoom> rooms) {
        say(rooms, FeedRoom::name, names -> new ToStore.Unwatch(node, names));
    }

    /** Each owner hears of its rooms, so many in a message. */
    private <T> void say(
            Collection<FeedRoom> rooms, Function<FeedRoom, T> what, Function<List<T>, BusMessage> message) {
        Map<String, List<T>> byOwner = new HashMap<>();
        for (FeedRoom room : rooms) {
            String owner = link.owner(room.partition());
            if (owner == null) {
                continue;
            }
            List<T> its = byOwner.computeIfAbsent(owner, o -> new ArrayList<>());
            its.add(what.apply(room));
            if (its.size() == ROOMS) {
                link.send(owner, message.apply(byOwner.remove(owner)));
            }
        }
        byOwner.forEach((owner, its) -> link.send(owner, message.apply(its)));
    }

    /** As {@link #watch}, where these are all rooms of the partition, and the owner may know of others. */
    void watchOnly(int partition, Collection<FeedRoom> rooms) {
        String owner = link.owner(partition);
        if (owner != null) {
            link.send(owner, new ToStore.UnwatchAll(node, List.of(partition)));
            watch(rooms);
        }
    }
}
