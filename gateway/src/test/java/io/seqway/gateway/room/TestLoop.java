package io.seqway.gateway.room;

import io.seqway.protocol.loop.EventLoop;
import java.util.Comparator;
import java.util.PriorityQueue;

/** An event loop whose time passes when the test says so, and which may be busy with something else. */
final class TestLoop implements EventLoop {
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

    /** Lets so much time pass, and does what is due. */
    void pass(long ms) {
        long until = now + ms;
        while (!tasks.isEmpty() && tasks.peek().at() <= until) {
            Task next = tasks.poll();
            now = Math.max(now, next.at());
            next.runnable().run();
        }
        now = until;
    }
}
