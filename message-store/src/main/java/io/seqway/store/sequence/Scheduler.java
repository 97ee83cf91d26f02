package io.seqway.store.sequence;

/** The sequencer's only way to wait, so that a test can own the time. */
@FunctionalInterface
public interface Scheduler {
    /** Runs the task once, on the sequencer's thread, after so many ms. */
    void after(long delayMs, Runnable task);
}
