package io.seqway.gateway.command;

import io.seqway.gateway.session.Session;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.Submission.Change;
import io.seqway.protocol.frame.ClientFrame.Edit;
import io.seqway.protocol.frame.Message;

/** {@code edit}: another body for a message. Whether it may be is decided where its seq is given. */
final class EditCommand implements Command<Edit> {
    private final Submitting submitting;

    EditCommand(Submitting submitting) {
        this.submitting = submitting;
    }

    @Override
    public void execute(Session session, Edit frame) {
        submitting.submit(
                session,
                frame.id(),
                Submission.change(
                        Message.KIND_EDIT,
                        frame.room(),
                        Submitting.author(session),
                        frame.clientMsgId(),
                        frame.body(),
                        new Change(frame.target(), frame.expectVersion(), frame.after(), session.isService())));
    }
}
