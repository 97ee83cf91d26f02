package io.seqway.gateway.command;

import io.seqway.gateway.session.Session;
import io.seqway.gateway.stream.StreamLink;
import io.seqway.protocol.frame.ClientFrame.Missing;
import io.seqway.protocol.frame.StreamFrames;
import io.vertx.core.Future;

/** {@code missing}: which chunks of a stream of the caller are not stored. */
final class MissingCommand implements Command<Missing> {
    private final StreamLink streams;
    private final Questions questions;

    MissingCommand(StreamLink streams, Questions questions) {
        this.streams = streams;
        this.questions = questions;
    }

    @Override
    public void execute(Session session, Missing frame) {
        questions.ask(session, () -> read(session, frame));
    }

    private Future<?> read(Session session, Missing frame) {
        return streams.find(session.userId(), frame.stream())
                .onSuccess(found ->
                        session.write(StreamFrames.missing(frame.id(), frame.stream(), found.state(), frame.upTo())))
                .onFailure(e -> session.refuseOfStream(frame.id(), Refusals.of(e), frame.stream(), -1));
    }
}
