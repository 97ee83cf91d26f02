package io.seqway.gateway.command;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.room.Hub;
import io.seqway.gateway.session.Session;
import io.seqway.gateway.store.Outcomes;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.BusMessage.Outcome;
import io.seqway.protocol.frame.ClientFrame.Send;
import io.seqway.protocol.frame.Message;
import io.seqway.protocol.frame.ServerFrames;

/** {@code send}: the message goes to the owner of the room, and is acked once a majority has it on disk. */
final class SendCommand implements Command<Send> {
    /** Sends of one connection that wait for their answer: more than any burst, and a bound on memory. */
    private static final int MAX_UNANSWERED = 1_000;

    private static final long RETRY_AFTER_MS = 500;

    private final Hub hub;
    private final Rooms rooms;

    SendCommand(Hub hub, Rooms rooms) {
        this.hub = hub;
        this.rooms = rooms;
    }

    @Override
    public void execute(Session session, Send frame) {
        Identity identity = session.identity();
        rooms.requireJoined(session, frame.room());
        rooms.requireMember(session, frame.room());
        if (!session.isService()) {
            session.rateLimit().send(System.nanoTime());
        }
        if (session.unanswered() >= MAX_UNANSWERED) {
            throw new Refusal(
                    ErrorCode.UNAVAILABLE,
                    "too many sends are unanswered: at most " + MAX_UNANSWERED,
                    null,
                    RETRY_AFTER_MS);
        }
        session.unanswered(1);
        Author author = new Author(identity.userId(), identity.name(), identity.picture());
        hub.submissions().submit(frame, author, session, outcome -> {
            session.unanswered(-1);
            answer(session, frame, outcome);
        });
    }

    private static void answer(Session session, Send frame, Outcome outcome) {
        Refusal refusal = Outcomes.refusal(outcome);
        if (refusal != null) {
            session.refuse(frame.id(), refusal, frame.room(), frame.clientMsgId());
            return;
        }
        session.write(ServerFrames.ack(
                frame.id(),
                frame.room(),
                outcome.seq(),
                Message.messageId(frame.room(), outcome.epoch(), outcome.seq()),
                frame.clientMsgId(),
                outcome.time(),
                outcome.duplicate()));
    }
}
