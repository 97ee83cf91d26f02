package io.seqway.gateway.command;

import io.seqway.gateway.session.Session;
import io.seqway.protocol.frame.ClientFrame;

/**
 * What is done with one type of frame.
 *
 * @param <F> the frame
 */
@FunctionalInterface
public interface Command<F extends ClientFrame> {
    /** Carries the frame out; throws a {@link io.seqway.protocol.Refusal} where it is refused at once. */
    void execute(Session session, F frame);
}
