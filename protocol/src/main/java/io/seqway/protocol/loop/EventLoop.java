package io.seqway.protocol.loop;

import io.vertx.core.Context;

/**
 * The one thread that a part of a node belongs to: what runs next on it, and its time. All waiting goes through it, so
 * that a test can own the time.
 */
public interface EventLoop {
    /** Runs the task on the loop behind what waits there already; safe to call from any thread. */
    void run(Runnable task);

    /**
     * Runs the task once on the loop.
     *
     * @param delayMs after how many ms, from 0; 0 is the same as {@link #run}
     */
    void after(long delayMs, Runnable task);

    /**
     * Runs the task on the loop again and again, for good.
     *
     * @param periodMs every how many ms, from 1
     */
    void every(long periodMs, Runnable task);

    /** The time in ms of a monotonic clock, which means nothing to other nodes. */
    long now();

    /** The event loop of a Vert.x context; its timers end with the deployment that they were set by. */
    static EventLoop of(Context context) {
        return new ContextLoop(context);
    }
}
