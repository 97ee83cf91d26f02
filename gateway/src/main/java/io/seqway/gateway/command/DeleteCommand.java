package io.seqway.gateway.command;

import io.seqway.gateway.session.Session;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.Submission.Change;
import io.seqway.protocol.frame.ClientFrame.Delete;
import io.seqway.protocol.frame.Message;

/** {@code delete}: a message has no body any more. Whether it may be is decided where its seq is given. */
final class DeleteCommand implements Command<Delete> {
    private final Submitting submitting;

    DeleteCommand(Submitting submitting) {
        this.submitting = submitting;
    }

    @Override
    public void execute(Session session, Delete frame) {
        submitting.submit(
                session,
                frame.id(),
                Submission.change(
                        Message.KIND_DELETE,
                        frame.room(),
                        Submitting.author(session),
                        frame.clientMsgId(),
                        Message.NO_BODY,
                        new Change(frame.target(), frame.expectVersion(), frame.after(), session.isService())));
    }
}
