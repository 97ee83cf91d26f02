package io.seqway.gateway.store;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.RoomMessage.AskMadeRooms;
import io.seqway.protocol.bus.RoomMessage.MadeRooms;
import io.seqway.protocol.bus.RoomMessage.Manage;
import io.seqway.protocol.bus.RoomMessage.Managed;
import io.seqway.protocol.bus.RoomMessage.RoomContent;
import io.seqway.protocol.bus.StreamMessage.Refused;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.Future;
import java.util.UUID;

/** Asks the owners of rooms to make, show, change and remove them, and any message store which there are. Of one event loop. */
public final class MadeRoomsLink {
    private final EventLoop loop;
    private final OwnerQuestions<Managed> managed;
    private final OwnerQuestions<MadeRooms> lists;

    /**
     * @param node this gateway node's id
     * @param hub the index of the hub on the node
     */
    public MadeRoomsLink(EventLoop loop, StoreLink link, String node, int hub) {
        this.loop = loop;
        this.managed = new OwnerQuestions<>(
                loop,
                link,
                node,
                hub,
                "the room cannot be managed now",
                new Refusal(ErrorCode.TIMEOUT, "not known yet whether it is done: send it again as it is"));
        this.lists = new OwnerQuestions<>(loop, link, node, hub, "the rooms cannot be read now");
    }

    /**
     * Asks the owner of a room; fails with a {@link Refusal}.
     *
     * @param what one of the constants of {@link Manage}
     */
    public Future<Managed> manage(String what, String room, Author by, boolean service, RoomContent content) {
        return manage(what, room, by, service, content, null, 0);
    }

    /** A page of the members of a room; fails with a {@link Refusal}. */
    public Future<Managed> members(String room, Author by, boolean service, String after, int limit) {
        return manage(Manage.MEMBERS, room, by, service, null, after, limit);
    }

    private Future<Managed> manage(
            String what, String room, Author by, boolean service, RoomContent content, String after, int limit) {
        String request = UUID.randomUUID().toString();
        return managed.ask(
                        Partitions.of(room),
                        to -> new Manage(to, room, request, what, by, service, content, after, limit),
                        loop.now())
                .compose(answer -> answer.refused() == null
                        ? Future.succeededFuture(answer)
                        : Future.failedFuture(refusal(answer.refused())));
    }

    private static Refusal refusal(Refused refused) {
        return new Refusal(Outcomes.code(refused.code()), refused.message(), refused.limit(), refused.retryAfterMs());
    }

    /**
     * Rooms that were made, in rising order; fails with a {@link Refusal}.
     *
     * @param user only those that this user is a member of, or {@code null} for all
     * @param after only names behind this one, or {@code null}
     */
    public Future<MadeRooms> rooms(String user, String after, int limit) {
        String place = user == null ? "" : user;
        return lists.ask(Partitions.of(place), to -> new AskMadeRooms(to, user, after, limit), loop.now());
    }

    /** What the owner says. */
    public void answered(Managed answer) {
        managed.answered(answer.replyTo(), answer, answer.error());
    }

    /** What a message store says. */
    public void answered(MadeRooms rooms) {
        lists.answered(rooms.replyTo(), rooms, rooms.error());
    }

    /** Owners may be others now: what another one was asked, who may be gone, the new one is asked. */
    public void reroute() {
        managed.reroute();
        lists.reroute();
    }

    /** Gives up what has waited too long, and asks again what has waited long; to be called about twice a second. */
    public void expire(long now) {
        managed.expire(now);
        lists.expire(now);
    }
}
