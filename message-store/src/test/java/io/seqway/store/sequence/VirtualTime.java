package io.seqway.store.sequence;

import io.seqway.protocol.loop.EventLoop;
import java.util.Comparator;
import java.util.PriorityQueue;

/** An event loop whose time passes when the test says so, from one task to the next. */
public final class VirtualTime implements EventLoop {
    private record Task(long at, long number, Runnable runnable) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long now;
    private long lastNumber;

    @Override
    public void run(Runnable task) {
        after(0, task);
    }

    @Override
    public void after(long delayMs, Runnable task) {
        tasks.add(new Task(now + delayMs, ++lastNumber, task));
    }

    @Override
    public void every(long periodMs, Runnable task) {
        after(periodMs, () -> {
            task.run();
            every(periodMs, task);
        });
    }

    @Override
    public long now() {
        return now;
    }

    /** Runs everything that is due until then. */
    public void passUntil(long time) {
        while (!tasks.isEmpty() && tasks.peek().at() <= time) {
            Task next = tasks.poll();
            now = next.at();
            next.runnable().run();
        }
        now = time;
    }
}
