package io.seqway.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of one room is in the outbox, in order. Read by any thread, changed on the client's context. */
final class RoomQueue {
    private final Map<String, Item> items = new LinkedHashMap<>();
    /**
     * Something was refused for now: nothing is sent to the room until all that is under way has been answered, and then for
     * so many ms; -1 without a pause.
     */
    private long pauseMs = -1;

    private Runnable callOff;

    synchronized List<Item> items() {
        return new ArrayList<>(items.values());
    }

    synchronized void add(Item item) {
        items.put(item.id, item);
    }

    synchronized void addBefore(List<Item> earlier) {
        Map<String, Item> later = new LinkedHashMap<>(items);
        items.clear();
        earlier.forEach(item -> items.put(item.id, item));
        later.forEach(items::putIfAbsent);
    }

    synchronized void remove(Item item) {
        items.remove(item.id);
    }

    synchronized boolean isEmpty() {
        return items.isEmpty();
    }

    boolean underWay() {
        return items().stream().anyMatch(item -> item.stage == Item.Stage.SENT);
    }

    boolean paused() {
        return pauseMs >= 0;
    }

    /** For so long at least, once nothing is under way. */
    void pause(long ms) {
        pauseMs = Math.max(pauseMs, ms);
    }

    /** Lets the pause run out, if there is one and nothing is under way. */
    void settle(Clock clock, Runnable goOn) {
        if (paused() && callOff == null && !underWay()) {
            callOff = clock.after(pauseMs, () -> {
                callOff = null;
                pauseMs = -1;
                goOn.run();
            });
        }
    }

    void endPause() {
        if (callOff != null) {
            callOff.run();
            callOff = null;
        }
        pauseMs = -1;
    }
}
