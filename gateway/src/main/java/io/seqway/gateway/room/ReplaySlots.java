package io.seqway.gateway.room;

import java.util.ArrayDeque;

/**
 * Lets a few reads of a connection be under way at once and the others wait: so a resume of many rooms, or a flood of
 * questions, takes little memory and little of the message store.
 */
public final class ReplaySlots {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final int slots;
    private int taken;
    private boolean giving;

    /** @param slots how many tasks may be under way at once */
    public ReplaySlots(int slots) {
        this.slots = slots;
    }

    /** Runs the task as soon as there is a slot; it must be {@link #giveBack given back} exactly once. */
    public void take(Runnable task) {
        waiting.addLast(task);
        give();
    }

    public void giveBack() {
        taken--;
        give();
    }

    /** How many tasks wait for a slot. */
    public int waiting() {
        return waiting.size();
    }

    /** A task may give its slot back at once: that is a turn of the loop then, and not a call in a call in a call. */
    private void give() {
        if (giving) {
            return;
        }
        giving = true;
        try {
            while (taken < slots && !waiting.isEmpty()) {
                taken++;
                waiting.pollFirst().run();
            }
        } finally {
            giving = false;
        }
    }
}
