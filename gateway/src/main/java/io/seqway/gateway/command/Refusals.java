package io.seqway.gateway.command;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a client's mistake, which it may know all about, from the server's own. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {}

    static Refusal of(Throwable cause) {
        if (cause instanceof Refusal refusal) {
            return refusal;
        }
        LOG.error("a frame could not be handled", cause);
        return new Refusal(ErrorCode.INTERNAL, "internal error");
    }
}
