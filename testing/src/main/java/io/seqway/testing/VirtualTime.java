package io.seqway.testing;

import io.seqway.protocol.loop.EventLoop;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Time that passes when a test says so, from one task to the next. It is an event loop itself, and there may be others
 * that share the time. For one thread.
 */
public final class VirtualTime implements EventLoop {
    private record Task(long at, long number, Runnable runnable) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long now;
    private long lastNumber;

    /** Time from 0 on. */
    public VirtualTime() {
        this(0);
    }

    /** @param start the time at the beginning, in ms */
    public VirtualTime(long start) {
        this.now = start;
    }

    @Override
    public void run(Runnable task) {
        after(0, task);
    }

    @Override
    public void after(long delayMs, Runnable task) {
        at(now + delayMs, task);
    }

    @Override
    public void every(long periodMs, Runnable task) {
        repeat(this, periodMs, task);
    }

    @Override
    public long now() {
        return now;
    }

    /** Lets so much time pass, in ms, and does what is due meanwhile. */
    public void pass(long ms) {
        passUntil(now + ms);
    }

    /** Lets time pass until then, and does what is due meanwhile. */
    public void passUntil(long time) {
        while (!tasks.isEmpty() && tasks.peek().at() <= time) {
            Task next = tasks.poll();
            now = Math.max(now, next.at());
            next.runnable().run();
        }
        now = time;
    }

    private void at(long time, Runnable task) {
        tasks.add(new Task(time, ++lastNumber, task));
    }

    private static void repeat(EventLoop loop, long periodMs, Runnable task) {
        loop.after(periodMs, () -> {
            task.run();
            repeat(loop, periodMs, task);
        });
    }

    /** One more event loop, which can stand still, as in a long pause of its process. */
    public final class Loop implements EventLoop {
        private long stoodUntil = Long.MIN_VALUE;
        private boolean ended;

        /** Nothing happens on the loop for so many ms; then all that was due. */
        public void standStill(long ms) {
            stoodUntil = now + ms;
        }

        /** Nothing happens any more. */
        public void end() {
            ended = true;
        }

        @Override
        public void run(Runnable task) {
            after(0, task);
        }

        @Override
        public void after(long delayMs, Runnable task) {
            at(now + delayMs, () -> {
                if (ended) {
                    return;
                }
                if (now < stoodUntil) {
                    at(stoodUntil, task);
                } else {
                    task.run();
                }
            });
        }

        @Override
        public void every(long periodMs, Runnable task) {
            repeat(this, periodMs, task);
        }

        @Override
        public long now() {
            return now;
        }
    }
}
