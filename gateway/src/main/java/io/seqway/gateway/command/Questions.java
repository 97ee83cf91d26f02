package io.seqway.gateway.command;

import io.seqway.gateway.session.Session;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Frames that are answered by a read of the message store or of presence: few of a connection are under way at once,
 * only so many in a second, and none while the connection does not read the answers. So nobody can ask more than it
 * takes to be answered, or have a message store read for nobody else.
 */
final class Questions {
    /** Questions of one connection that wait: more than any burst, and a bound on memory. */
    private static final int MAX_WAITING = 1_000;

    private static final long RETRY_AFTER_MS = 500;

    private final EventLoop loop;

    Questions(EventLoop loop) {
        this.loop = loop;
    }

    /**
     * Asks as soon as it is the question's turn; throws a {@link Refusal} where too many wait.
     *
     * @param question asks, and completes once the answer is written
     */
    void ask(Session session, Supplier<Future<?>> question) {
        if (session.questionSlots().waiting() >= MAX_WAITING) {
            throw new Refusal(
                    ErrorCode.UNAVAILABLE,
                    "too many questions are unanswered: at most " + MAX_WAITING,
                    null,
                    RETRY_AFTER_MS);
        }
        session.questionSlots().take(() -> askNow(session, question));
    }

    private void askNow(Session session, Supplier<Future<?>> question) {
        if (session.isFull()) {
            session.onceDrained(() -> askNow(session, question));
            return;
        }
        long waitMs = session.isService() ? 0 : session.rateLimit().question(System.nanoTime());
        if (waitMs > 0) {
            loop.after(waitMs, () -> askNow(session, question));
        } else if (!session.isClosed()) {
            question.get().onComplete(answered -> session.questionSlots().giveBack());
        }
    }
}
