package io.seqway.gateway.store;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Asks the owners of partitions, who may change, and says again what may have been lost; each question ends after 5 s at
 * the latest. Belongs to one event loop.
 *
 * @param <A> the answers
 */
final class OwnerQuestions<A> {
    private static final long TIMEOUT_MS = 5_000;
    /** What is not answered by then may be lost, and is asked again; twice as long the next time. */
    private static final long ASK_AGAIN_MS = 1_000;

    private static final long RETRY_AFTER_MS = 500;
    private static final long REROUTE_MS = 100;

    private static final class Question<A> {
        private final Promise<A> answer = Promise.promise();
        private final int partition;
        private final Function<ReplyTo, BusMessage> text;
        private String asked;
        private long askedAt;
        private long patienceMs = ASK_AGAIN_MS;

        Question(int partition, Function<ReplyTo, BusMessage> text) {
            this.partition = partition;
            this.text = text;
        }
    }

    private final EventLoop loop;
    private final StoreLink link;
    private final String node;
    private final int asker;
    private final String unavailable;
    private final Refusal silent;
    private final Questions<Question<A>> questions = new Questions<>(TIMEOUT_MS);

    /**
     * @param node this gateway node's id
     * @param asker the index of the hub that asks, or -1 for the feed
     * @param unavailable what to say to clients where there is no answer
     */
    OwnerQuestions(EventLoop loop, StoreLink link, String node, int asker, String unavailable) {
        this(
                loop,
                link,
                node,
                asker,
                unavailable,
                new Refusal(ErrorCode.UNAVAILABLE, unavailable, null, RETRY_AFTER_MS));
    }

    /**
     * As the other one, of questions that may have done something though nobody answers.
     *
     * @param silent what to say to clients then
     */
    OwnerQuestions(EventLoop loop, StoreLink link, String node, int asker, String unavailable, Refusal silent) {
        this.silent = silent;
        this.loop = loop;
        this.link = link;
        this.node = node;
        this.asker = asker;
        this.unavailable = unavailable;
    }

    /** Asks the owner of a partition; fails with a {@link Refusal}. */
    Future<A> ask(int partition, Function<ReplyTo, BusMessage> text, long now) {
        if (link.owner(partition) == null) {
            return Future.failedFuture(unavailable());
        }
        Question<A> question = new Question<>(partition, text);
        send(questions.ask(question, now), question);
        return question.answer.future();
    }

    private void send(long ref, Question<A> question) {
        String owner = link.owner(question.partition);
        question.asked = owner;
        question.askedAt = loop.now();
        if (owner != null) {
            link.send(owner, question.text.apply(new ReplyTo(node, asker, ref, 0)));
        }
    }

    /** Owners may be others now: what another one was asked, who may be gone, the new one is asked. */
    void reroute() {
        questions.forEach((ref, question) -> {
            if (!Objects.equals(question.asked, link.owner(question.partition))) {
                send(ref, question);
            }
        });
    }

    /**
     * What the owner says.
     *
     * @param error an error code instead, or {@code null}
     */
    void answered(ReplyTo replyTo, A answer, String error) {
        long ref = replyTo.ref();
        if (BusMessage.NOT_OWNER.equals(error)) {
            loop.after(REROUTE_MS, () -> askAgain(ref));
            return;
        }
        Question<A> question = questions.answered(ref);
        if (question == null) {
            return;
        }
        if (error == null) {
            question.answer.complete(answer);
        } else {
            question.answer.fail(unavailable());
        }
    }

    private void askAgain(long ref) {
        Question<A> question = questions.peek(ref);
        if (question != null) {
            link.refresh();
            send(ref, question);
        }
    }

    /** Gives up what has waited too long, and asks again what has waited long; to be called about twice a second. */
    void expire(long now) {
        questions.forEach((ref, question) -> {
            if (now - question.askedAt >= question.patienceMs) {
                question.patienceMs *= 2;
                send(ref, question);
            }
        });
        List<Long> expired = new ArrayList<>();
        questions.expired(now, expired::add);
        expired.forEach(ref -> questions.answered(ref).answer.fail(silent));
    }

    private Refusal unavailable() {
        return new Refusal(ErrorCode.UNAVAILABLE, unavailable, null, RETRY_AFTER_MS);
    }
}
