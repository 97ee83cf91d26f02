package io.seqway.store.sequence;

import io.seqway.protocol.ErrorCode;

/** Whether a message may have the next seq, by what the log holds then. */
sealed interface Verdict {
    /**
     * It may.
     *
     * @param version the one that its target, or itself, has by it
     * @param body what it says by the decision; {@code null} for what it said itself
     */
    record Next(long version, String body) implements Verdict {
        Next(long version) {
            this(version, null);
        }
    }

    /**
     * All is as it demands already: nothing is to be stored.
     *
     * @param seq that of the entry by which it is so
     */
    record Done(long seq) implements Verdict {}

    /** That is decided by one in front of it which is not stored yet: it has to wait for that. */
    record Later() implements Verdict {}

    /**
     * It may not.
     *
     * @param version the one that its target has, or 0 if that is not why
     * @param limit the name and value of the limit that was met, or {@code null}
     */
    record Refused(ErrorCode code, String message, long version, String limit) implements Verdict {
        Refused(ErrorCode code, String message, long version) {
            this(code, message, version, null);
        }
    }
}
