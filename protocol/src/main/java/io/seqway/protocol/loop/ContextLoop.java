package io.seqway.protocol.loop;

import io.vertx.core.Context;
import java.util.concurrent.TimeUnit;

/** An event loop of Vert.x. */
final class ContextLoop implements EventLoop {
    private final Context context;

    ContextLoop(Context context) {
        this.context = context;
    }

    @Override
    public void run(Runnable task) {
        context.runOnContext(v -> task.run());
    }

    @Override
    public void after(long delayMs, Runnable task) {
        if (delayMs == 0) {
            run(task);
        } else {
            context.owner().setTimer(delayMs, id -> task.run());
        }
    }

    @Override
    public void every(long periodMs, Runnable task) {
        context.owner().setPeriodic(periodMs, id -> task.run());
    }

    @Override
    public long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
