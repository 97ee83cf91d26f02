package io.seqway.gateway.store;

import io.seqway.protocol.bus.RoomMessage.AskRights;
import io.seqway.protocol.bus.RoomMessage.Rights;
import io.seqway.protocol.bus.RoomMessage.RoomRight;
import io.seqway.protocol.bus.RoomMessage.RoomUser;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What users may do in rooms, as the owners of the rooms say: what one turn of the event loop asks of a partition is asked
 * together. Nothing is remembered. Belongs to one event loop.
 */
public final class RoomRights {
    private static final int MAX_ASKED = 500;

    private record Asked(RoomUser who, Promise<RoomRight> right) {}

    private final EventLoop loop;
    private final OwnerQuestions<Rights> questions;
    private Map<Integer, List<Asked>> unsent = new HashMap<>();

    /**
     * @param node this gateway node's id
     * @param hub the index of the hub on the node
     */
    public RoomRights(EventLoop loop, StoreLink link, String node, int hub) {
        this.loop = loop;
        this.questions = new OwnerQuestions<>(loop, link, node, hub, "who may be in the room cannot be read now");
    }

    /** What a user may do in a room; fails with a {@link io.seqway.protocol.Refusal} if that cannot be known. */
    public Future<RoomRight> of(String room, String user) {
        if (unsent.isEmpty()) {
            loop.run(this::send);
        }
        Asked asked = new Asked(new RoomUser(room, user), Promise.promise());
        unsent.computeIfAbsent(Partitions.of(room), partition -> new ArrayList<>())
                .add(asked);
        return asked.right().future();
    }

    private void send() {
        Map<Integer, List<Asked>> taken = unsent;
        unsent = new HashMap<>();
        taken.forEach((partition, all) -> {
            for (int from = 0; from < all.size(); from += MAX_ASKED) {
                ask(partition, all.subList(from, Math.min(all.size(), from + MAX_ASKED)));
            }
        });
    }

    private void ask(int partition, List<Asked> asked) {
        List<RoomUser> who = asked.stream().map(Asked::who).toList();
        questions
                .ask(partition, to -> new AskRights(to, who), loop.now())
                .onSuccess(rights -> {
                    for (int i = 0; i < asked.size(); i++) {
                        asked.get(i).right().complete(rights.rights().get(i));
                    }
                })
                .onFailure(e -> asked.forEach(one -> one.right().fail(e)));
    }

    /** What the owner says. */
    public void answered(Rights rights) {
        questions.answered(rights.replyTo(), rights, rights.error());
    }

    /** Owners may be others now: what another one was asked, who may be gone, the new one is asked. */
    public void reroute() {
        questions.reroute();
    }

    /** Gives up what has waited too long, and asks again what has waited long; to be called about twice a second. */
    public void expire(long now) {
        questions.expire(now);
    }
}
