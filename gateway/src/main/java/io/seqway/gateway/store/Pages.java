package io.seqway.gateway.store;

import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.FromStore.Page;
import io.seqway.protocol.bus.FromStore.Place;
import io.seqway.protocol.bus.ToStore.AskPlace;
import io.seqway.protocol.bus.ToStore.Read;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.frame.ClientFrame.History;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.Future;

/**
 * Asks the owners of rooms for pages of their logs; a room that is just changing its owner is asked for again. Belongs to
 * one event loop.
 */
public final class Pages {
    private final OwnerQuestions<Page> questions;
    private final OwnerQuestions<Place> places;

    /**
     * @param node this gateway node's id
     * @param asker the index of the hub that asks, or -1 for the feed
     */
    public Pages(EventLoop loop, StoreLink link, String node, int asker) {
        String unavailable = "the room's log cannot be read now";
        questions = new OwnerQuestions<>(loop, link, node, asker, unavailable);
        places = new OwnerQuestions<>(loop, link, node, asker, unavailable);
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

    /**
     * The first entries of a time or later; fails with a {@link Refusal}.
     *
     * @param time in ms since 1970
     */
    public Future<HistoryPage> since(String room, long time, int limit, long now) {
        return places.ask(Partitions.of(room), to -> new AskPlace(to, room, time), now)
                .compose(place -> after(room, place.seq() - 1, limit, Limits.PAGE_BYTES, now))
                .map(HistoryPage::after);
    }

    private Future<Page> ask(String room, long after, long before, int limit, int maxBytes, long now) {
        return questions.ask(Partitions.of(room), to -> new Read(to, room, after, before, limit, maxBytes), now);
    }

    /** Owners may be others now: what another one was asked, who may be gone, the new one is asked. */
    public void reroute() {
        questions.reroute();
        places.reroute();
    }

    /** What the owner says. */
    public void answered(Page page) {
        questions.answered(page.replyTo(), page, page.error());
    }

    /** What the owner says. */
    public void answered(Place place) {
        places.answered(place.replyTo(), place, place.error());
    }

    /** Gives up what has waited too long, and asks again what has waited long; to be called about twice a second. */
    public void expire(long now) {
        questions.expire(now);
        places.expire(now);
    }
}
