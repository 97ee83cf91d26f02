package io.seqway.gateway.store;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.BusMessage.Page;
import io.seqway.protocol.bus.BusMessage.Read;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.frame.ClientFrame.History;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Asks the owners of rooms for pages of their logs; a room that is just changing its owner is asked for again. Belongs to
 * one event loop.
 */
public final class Pages {
    private static final long TIMEOUT_MS = 5_000;
    /** What is not answered by then may be lost, and is asked again; twice as long the next time. */
    private static final long ASK_AGAIN_MS = 1_000;

    private static final long RETRY_AFTER_MS = 500;
    private static final long REROUTE_MS = 100;

    private final StoreLink link;
    private final String node;
    private final int asker;
    private final EventLoop loop;
    private final Questions<Question> questions = new Questions<>(TIMEOUT_MS);

    private static final class Question {
        private final Promise<Page> answer = Promise.promise();
        private final String room;
        private final long after;
        private final long before;
        private final int limit;
        private final int maxBytes;
        private String asked;
        private long askedAt;
        private long patienceMs = ASK_AGAIN_MS;

        Question(String room, long after, long before, int limit, int maxBytes) {
            this.room = room;
            this.after = after;
            this.before = before;
            this.limit = limit;
            this.maxBytes = maxBytes;
        }
    }

    /**
     * @param node this gateway node's id
     * @param asker the index of the hub that asks, or -1 for the feed
     */
    public Pages(EventLoop loop, StoreLink link, String node, int asker) {
        this.loop = loop;
        this.link = link;
        this.node = node;
        this.asker = asker;
    }

    /** Entries behind a seq, one at the least if there is one; fails with a {@link Refusal}. */
    public Future<Page> after(String room, long after, int limit, int maxBytes, long now) {
        return ask(room, after, -1, limit, maxBytes, now);
    }

    /** The last entries below a seq; fails with a {@link Refusal}. */
    public Future<Page> before(String room, long before, int limit, int maxBytes, long now) {
        return ask(room, -1, before, limit, maxBytes, now);
    }

    /** The page that a client asks for; fails with a {@link Refusal}. */
    public Future<HistoryPage> history(History asked, long now) {
        return asked.before() > 0
                ? before(asked.room(), asked.before(), asked.limit(), Limits.PAGE_BYTES, now)
                        .map(HistoryPage::before)
                : after(asked.room(), asked.after(), asked.limit(), Limits.PAGE_BYTES, now)
                        .map(HistoryPage::after);
    }

    private Future<Page> ask(String room, long after, long before, int limit, int maxBytes, long now) {
        if (link.owner(Partitions.of(room)) == null) {
            return Future.failedFuture(unavailable());
        }
        Question question = new Question(room, after, before, limit, maxBytes);
        send(questions.ask(question, now), question);
        return question.answer.future();
    }

    private void send(long ref, Question question) {
        String owner = link.owner(Partitions.of(question.room));
        question.asked = owner;
        question.askedAt = loop.now();
        if (owner != null) {
            ReplyTo replyTo = new ReplyTo(node, asker, ref, 0);
            link.send(
                    owner,
                    new Read(
                            replyTo,
                            question.room,
                            question.after,
                            question.before,
                            question.limit,
                            question.maxBytes));
        }
    }

    /** Owners may be others now: what another one was asked, who may be gone, the new one is asked. */
    public void reroute() {
        questions.forEach((ref, question) -> {
            if (!Objects.equals(question.asked, link.owner(Partitions.of(question.room)))) {
                send(ref, question);
            }
        });
    }

    /** What the owner says. */
    public void answered(Page page) {
        long ref = page.replyTo().ref();
        if (BusMessage.NOT_OWNER.equals(page.error())) {
            loop.after(REROUTE_MS, () -> askAgain(ref));
            return;
        }
        Question question = questions.answered(ref);
        if (question == null) {
            return;
        }
        if (page.error() == null) {
            question.answer.complete(page);
        } else {
            question.answer.fail(unavailable());
        }
    }

    private void askAgain(long ref) {
        Question question = questions.peek(ref);
        if (question != null) {
            link.refresh();
            send(ref, question);
        }
    }

    /** Gives up what has waited too long, and asks again what has waited long; to be called about twice a second. */
    public void expire(long now) {
        questions.forEach((ref, question) -> {
            if (now - question.askedAt >= question.patienceMs) {
                question.patienceMs *= 2;
                send(ref, question);
            }
        });
        List<Long> expired = new ArrayList<>();
        questions.expired(now, expired::add);
        expired.forEach(ref -> questions.answered(ref).answer.fail(unavailable()));
    }

    private static Refusal unavailable() {
        return new Refusal(ErrorCode.UNAVAILABLE, "the room's log cannot be read now", null, RETRY_AFTER_MS);
    }
}
