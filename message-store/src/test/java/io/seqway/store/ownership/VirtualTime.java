package io.seqway.store.ownership;

import io.seqway.protocol.loop.EventLoop;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when a test says so, for several event loops. */
final class VirtualTime {
    private record Task(long at, long number, Runnable run) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long now = 1_000_000;
    private long lastNumber;

    long now() {
        return now;
    }

    void at(long time, Runnable task) {
        tasks.add(new Task(time, ++lastNumber, task));
    }

    void pass(long ms) {
        long until = now + ms;
        while (!tasks.isEmpty() && tasks.peek().at() <= until) {
            Task task = tasks.poll();
            now = Math.max(now, task.at());
            task.run().run();
        }
        now = until;
    }

    /** An event loop that can stand still, as in a long pause of the process. */
    final class Loop implements EventLoop {
        private long stoodUntil;
        private boolean ended;

        /** Nothing happens on the loop for so long; then all that was due. */
        void standStill(long ms) {
            stoodUntil = now + ms;
        }

        /** Nothing happens any more. */
        void end() {
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
            after(periodMs, () -> {
                task.run();
                every(periodMs, task);
            });
        }

        @Override
        public long now() {
            return now;
        }
    }
}
