package io.seqway.gateway.command;

import io.seqway.gateway.session.Session;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.frame.ClientFrame.Send;

/** {@code send}: a message. */
final class SendCommand implements Command<Send> {
    private final Submitting submitting;

    SendCommand(Submitting submitting) {
        this.submitting = submitting;
    }

    @Override
    public void execute(Session session, Send frame) {
        submitting.submit(
                session,
                frame.id(),
                Submission.message(
                        frame.room(),
                        Submitting.author(session),
                        frame.clientMsgId(),
                        frame.body(),
                        frame.replyTo(),
                        frame.after(),
                        frame.optimistic()));
    }
}
