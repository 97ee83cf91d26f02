package io.seqway.gateway.store;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.BusMessage.Page;
import io.seqway.protocol.bus.BusMessage.Read;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.cluster.Partitions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** Asks the owners of rooms for pages of their logs. Belongs to one event loop. */
public final class Pages {
    private static final long TIMEOUT_MS = 5_000;
    private static final long RETRY_AFTER_MS = 500;

    private final StoreLink link;
    private final String node;
    private final int asker;
    private final Questions<Promise<Page>> questions = new Questions<>(TIMEOUT_MS);

    /**
     * @param node this gateway node's id
     * @param asker the index of the hub that asks, or -1 for the feed
     */
    public Pages(StoreLink link, String node, int asker) {
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

    private Future<Page> ask(String room, long after, long before, int limit, int maxBytes, long now) {
        String owner = link.owner(Partitions.of(room));
        if (owner == null) {
            return Future.failedFuture(unavailable());
        }
        Promise<Page> promise = Promise.promise();
        long ref = questions.ask(promise, now);
        link.send(owner, new Read(new ReplyTo(node, asker, ref), room, after, before, limit, maxBytes));
        return promise.future();
    }

    /** What the owner says. */
    public void answered(Page page) {
        Promise<Page> promise = questions.answered(page.replyTo().ref());
        if (promise != null) {
            if (page.error() == null) {
                promise.complete(page);
            } else {
                promise.fail(unavailable());
            }
        }
    }

    /** Gives up what has waited too long. */
    public void expire(long now) {
        List<Long> expired = new ArrayList<>();
        questions.expired(now, expired::add);
        expired.forEach(ref -> questions.answered(ref).fail(unavailable()));
    }

    private static Refusal unavailable() {
        return new Refusal(ErrorCode.UNAVAILABLE, "the room's log cannot be read now", null, RETRY_AFTER_MS);
    }
}
