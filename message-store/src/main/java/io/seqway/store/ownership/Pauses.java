package io.seqway.store.ownership;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once when a node pauses because its lease has run out, and once when that is over. */
final class Pauses {
    private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);

    private boolean paused;
    private Throwable trouble;

    /** A beat has failed; it may be one of several that are under way, and no pause yet. */
    void failed(Throwable cause) {
        trouble = cause;
    }

    /** The lease has run out; may be called again and again meanwhile. */
    void begin() {
        if (!paused) {
            paused = true;
            LOG.warn(
                    "no good beat for {} ms, paused until there is one: {}",
                    Ownership.LEASE_MS,
                    trouble == null ? "MongoDB does not answer" : trouble.toString());
        }
    }

    /** There was a good beat. */
    void end() {
        trouble = null;
        if (paused) {
            paused = false;
            LOG.info("a good beat again, the pause is over");
        }
    }
}
