package io.seqway.gateway.command;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.metrics.MessageMetrics;
import io.seqway.gateway.room.Hub;
import io.seqway.gateway.session.Session;
import io.seqway.gateway.store.Outcomes;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.frame.Message;
import io.seqway.protocol.frame.ServerFrames;

/** What becomes an entry goes to the owner of the room, and is acked once a majority has it on disk. */
final class Submitting {
    /** Entries of one connection that wait for their answer: more than any burst, and a bound on memory. */
    private static final int MAX_UNANSWERED = 1_000;

    private static final long RETRY_AFTER_MS = 500;

    private final Hub hub;
    private final Rooms rooms;
    private final MessageMetrics metrics;

    Submitting(Hub hub, Rooms rooms, MessageMetrics metrics) {
        this.hub = hub;
        this.rooms = rooms;
        this.metrics = metrics;
    }

    /** Who the session speaks for. */
    static Author author(Session session) {
        Identity identity = session.identity();
        return new Author(identity.userId(), identity.name(), identity.picture());
    }

    /**
     * Submits an entry of a room that the session has joined; throws a {@link Refusal} if it may not.
     *
     * @param id the caller's id of the frame, as JSON text, or {@code null}
     */
    void submit(Session session, String id, Submission submission) {
        rooms.requireJoined(session, submission.room());
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
        rooms.endTyping(session, submission.room());
        session.unanswered(1);
        if (rooms.admitsUnmade(session, submission.room())) {
            submitNow(session, id, submission);
        } else {
            rooms.onceKnown(session, submission.room(), () -> submitNow(session, id, submission), refusal -> {
                session.unanswered(-1);
                session.refuse(id, refusal, submission.room(), submission.clientMsgId());
            });
        }
    }

    /** Of a room that was made, its owner decides. */
    private void submitNow(Session session, String id, Submission submission) {
        Submission said = submission.granted(session.identity().grants(submission.room()));
        hub.submissions().submit(said, session, outcome -> {
            session.unanswered(-1);
            answer(session, id, submission, outcome);
        });
    }

    private void answer(Session session, String id, Submission submission, Outcome outcome) {
        Refusal refusal = Outcomes.refusal(outcome);
        if (refusal == null) {
            count(submission, outcome);
            session.write(ServerFrames.ack(id, submission.clientMsgId(), outcome));
        } else {
            session.refuse(id, refusal, submission.room(), submission.clientMsgId());
        }
    }

    private void count(Submission submission, Outcome outcome) {
        if (outcome.duplicate()) {
            return;
        }
        switch (submission.kind()) {
            case Message.KIND_EDIT -> metrics.edited();
            case Message.KIND_DELETE -> metrics.deleted();
            default -> {
                // a message, which is counted as a send
            }
        }
    }
}
