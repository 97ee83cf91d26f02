package io.seqway.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is running, to be stopped in the reverse order of its start. Parts may be added while another thread stops the
 * node: they are then stopped at once.
 */
final class StopSequence {
    private static final Logger LOG = LoggerFactory.getLogger(StopSequence.class);

    /** Stops one part, and returns when it has stopped or has taken too long. */
    interface Stop {
        void run() throws Exception;
    }

    private record Part(String name, Stop stop) {}

    private final Deque<Part> parts = new ArrayDeque<>();
    private boolean stopping;

    /**
     * Adds a part that has just been started.
     *
     * @throws CancellationException if the node is being stopped; the part has then been stopped
     */
    void started(String name, Stop stop) {
        Part part = new Part(name, stop);
        synchronized (this) {
            if (!stopping) {
                parts.push(part);
                return;
            }
        }
        stop(part);
        throw new CancellationException("the node is being stopped");
    }

    /** Stops all parts. A part that fails to stop does not keep the others from it. */
    void run() {
        for (Part part = next(); part != null; part = next()) {
            stop(part);
        }
    }

    private synchronized Part next() {
        stopping = true;
        return parts.poll();
    }

    private static void stop(Part part) {
        try {
            part.stop().run();
            LOG.debug("stopped: {}", part.name());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("interrupted while stopping: {}", part.name());
        } catch (Exception e) {
            LOG.warn("did not stop cleanly: {} ({})", part.name(), e.toString());
        }
    }
}
