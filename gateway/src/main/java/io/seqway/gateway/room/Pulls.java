package io.seqway.gateway.room;

import io.seqway.gateway.metrics.MessageMetrics;
import io.seqway.gateway.store.Pages;
import io.seqway.protocol.Limits;
import io.seqway.protocol.bus.FromStore.Page;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.loop.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is missing in rooms: a page of a room at a time, and of few rooms of each partition at once, in turn. So
 * what is under way is bounded however much was lost, and an owner that does not answer holds up only its own rooms.
 */
final class Pulls {
    private static final Logger LOG = LoggerFactory.getLogger(Pulls.class);
    private static final int AT_ONCE = 2;

    private static final class Queue {
        private final ArrayDeque<FeedRoom> waiting = new ArrayDeque<>();
        private int underWay;
    }

    private final EventLoop loop;
    private final Pages pages;
    private final FeedRooms rooms;
    private final Consumer<Page> entries;
    private final MessageMetrics metrics;
    private final List<Queue> queues = new ArrayList<>();

    /** @param entries gets each page */
    Pulls(EventLoop loop, Pages pages, FeedRooms rooms, Consumer<Page> entries, MessageMetrics metrics) {
        this.loop = loop;
        this.pages = pages;
        this.rooms = rooms;
        this.entries = entries;
        this.metrics = metrics;
        for (int i = 0; i < Partitions.COUNT; i++) {
            queues.add(new Queue());
        }
    }

    /** Something is missing behind the last seq of the room. */
    void pull(FeedRoom room) {
        if (!room.pulling()) {
            room.pulling(true);
            metrics.holePulled();
            Queue queue = queues.get(room.partition());
            queue.waiting.addLast(room);
            next(queue);
        }
    }

    private void next(Queue queue) {
        while (queue.underWay < AT_ONCE && !queue.waiting.isEmpty()) {
            FeedRoom room = queue.waiting.removeFirst();
            if (rooms.has(room)) {
                queue.underWay++;
                read(room, queue);
            }
        }
    }

    private void read(FeedRoom room, Queue queue) {
        pages.after(room.name(), room.last(), Limits.PAGE_ENTRIES, Limits.PAGE_BYTES, loop.now())
                .onComplete(read -> {
                    queue.underWay--;
                    room.pulling(false);
                })
                .onSuccess(page -> {
                    entries.accept(page);
                    if (page.head() > room.last() && !page.frames().isEmpty()) {
                        pull(room);
                    }
                })
                .onFailure(e -> LOG.warn("room {}: a hole behind seq {} stays for now", room.name(), room.last()))
                .onComplete(read -> loop.run(() -> next(queue)));
    }
}
