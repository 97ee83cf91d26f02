package io.seqway.verification.simulation;

import java.util.PriorityQueue;

/** The time of one schedule: what is to happen, and when. Nothing else moves it. */
final class VirtualClock {
    private record Event(long at, long order, Runnable task) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long order;

    /** The time in ms since the schedule began. */
    long now() {
        return now;
    }

    /** Lets the task happen at a time, behind what was to happen then already. */
    void at(long when, Runnable task) {
        events.add(new Event(Math.max(when, now), order++, task));
    }

    /** Lets the task happen after so many ms. */
    void after(long delayMs, Runnable task) {
        at(now + delayMs, task);
    }

    /** Lets the next thing happen; there always is one while nodes have timers. */
    void step() {
        Event next = events.remove();
        now = next.at();
        next.task().run();
    }
}
