package io.seqway.gateway.room;

import java.util.ArrayDeque;

/** Lets a few rooms of a connection be replayed at once and the others wait: so a resume of many takes little memory. */
public final class ReplaySlots {
    private static final int SLOTS = 8;

    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int taken;

    /** Runs the task as soon as there is a slot; it must be {@link #giveBack given back} exactly once. */
    void take(Runnable task) {
        if (taken < SLOTS) {
            taken++;
            task.run();
        } else {
            waiting.addLast(task);
        }
    }

    void giveBack() {
        Runnable next = waiting.pollFirst();
        if (next == null) {
            taken--;
        } else {
            next.run();
        }
    }
}
