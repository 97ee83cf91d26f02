package io.seqway.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/** What the client of one connection says: handed to the server at once, or kept in its order and handed over later. */
final class Requests {
    private final OutputStream server;
    private final BooleanSupplier areHeld;
    private final LongAdder late;
    private final Queue<byte[]> held = new ArrayDeque<>();
    private boolean orphaned;

    /**
     * @param areHeld whether what is said now is kept; when that ends, {@link #release} is to be called
     * @param late counts the pieces that were handed over later
     */
    Requests(OutputStream server, BooleanSupplier areHeld, LongAdder late) {
        this.server = server;
        this.areHeld = areHeld;
        this.late = late;
    }

    /**
     * Hands over a piece or keeps it, behind what is kept already.
     *
     * @return whether it is kept
     */
    synchronized boolean say(byte[] bytes, int length) throws IOException {
        if (areHeld.getAsBoolean()) {
            held.add(Arrays.copyOf(bytes, length));
            return true;
        }
        release();
        server.write(bytes, 0, length);
        return false;
    }

    /** Hands over what is kept. */
    synchronized void release() throws IOException {
        try {
            while (!held.isEmpty()) {
                server.write(held.peek());
                held.remove();
                late.increment();
            }
        } finally {
            held.clear(); // of a server that has closed its end
            notifyAll();
        }
    }

    /**
     * The client is gone: waits until nothing is kept any more.
     *
     * @return whether something was
     */
    synchronized boolean leave() throws InterruptedException {
        orphaned = !held.isEmpty();
        while (!held.isEmpty()) {
            wait();
        }
        return orphaned;
    }

    /** Whether the client went while something was kept, and nobody hears the answer. */
    synchronized boolean areOrphaned() {
        return orphaned;
    }
}
