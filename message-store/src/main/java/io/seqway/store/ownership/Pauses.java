package io.seqway.store.ownership;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once when a node pauses because its lease has run out, and why, and once when that is over. */
final class Pauses {
    private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);
    /** A node that looks this late has spent its lease itself, whatever else there was. */
    private static final long STANDSTILL_MS = Ownership.LEASE_MS / 2;

    private final Consumer<String> lines;
    private boolean paused;
    private Throwable trouble;
    private long lookedAt = -1;
    private long stoodStillMs;

    Pauses() {
        this(LOG::warn);
    }

    /** @param lines gets what is to be said of the beginning */
    Pauses(Consumer<String> lines) {
        this.lines = lines;
    }

    /** To be called with each beat, good or not: if that is late, it is not MongoDB's fault. */
    void look(long now) {
        if (lookedAt >= 0) {
            stoodStillMs = Math.max(stoodStillMs, now - lookedAt);
        }
        lookedAt = now;
    }

    /** A beat has failed; it may be one of several that are under way, and no pause yet. */
    void failed(Throwable cause) {
        trouble = cause;
    }

    /** The lease has run out; may be called again and again meanwhile. */
    void begin() {
        if (paused) {
            return;
        }
        paused = true;
        if (stoodStillMs >= STANDSTILL_MS) {
            lines.accept("this process itself stood still for " + stoodStillMs
                    + " ms (stopped, or its machine suspended or overloaded), paused until there is a good beat");
        } else {
            lines.accept("no good beat for " + Ownership.LEASE_MS + " ms, paused until there is one: "
                    + (trouble == null ? "MongoDB does not answer" : trouble.toString()));
        }
    }

    /** There was a good beat. */
    void end() {
        trouble = null;
        stoodStillMs = 0;
        if (paused) {
            paused = false;
            LOG.info("a good beat again, the pause is over");
        }
    }
}
