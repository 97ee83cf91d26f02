package io.seqway.gateway.presence;

import io.seqway.gateway.session.Session;
import io.seqway.protocol.bus.PresenceMessage.Present;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The whole pictures that viewers wait for. A room is asked about once at a time, for all who wait for it then, and some
 * rooms at a time.
 */
final class Pictures {
    static final int MAX_UNDER_WAY = 32;

    /** How many rooms that presence could not tell of are asked about again at a time. */
    static final int RETRIES = 100;

    private final Function<String, Future<Present>> who;
    private final Map<RoomPresence, Set<Session>> waiting = new LinkedHashMap<>();
    private final Set<RoomPresence> underWay = new HashSet<>();
    private final Set<RoomPresence> failed = new LinkedHashSet<>();
    private boolean choosing;

    /** @param who asks presence about a room */
    Pictures(Function<String, Future<Present>> who) {
        this.who = who;
    }

    /** Shows the picture of a room to some of its viewers as soon as presence tells it. */
    void show(RoomPresence room, Collection<Session> viewers) {
        if (!viewers.isEmpty()) {
            room.needPicture(viewers);
            waiting.computeIfAbsent(room, r -> new HashSet<>(2)).addAll(viewers);
            next();
        }
    }

    /** Asks again about some rooms of which presence could not tell, for all their viewers. */
    void retry() {
        List<RoomPresence> some = failed.stream().limit(RETRIES).toList();
        some.forEach(failed::remove);
        some.forEach(room -> show(room, room.viewers()));
    }

    /** Nobody is in the room any more. */
    void forget(RoomPresence room) {
        waiting.remove(room);
        failed.remove(room);
    }

    private void next() {
        if (choosing) {
            return; // an answer was there at once: what chooses goes on
        }
        choosing = true;
        try {
            for (RoomPresence room = choose(); room != null; room = choose()) {
                ask(room, waiting.remove(room));
            }
        } finally {
            choosing = false;
        }
    }

    private RoomPresence choose() {
        if (underWay.size() >= MAX_UNDER_WAY) {
            return null;
        }
        return waiting.keySet().stream()
                .filter(room -> !underWay.contains(room))
                .findFirst()
                .orElse(null);
    }

    private void ask(RoomPresence room, Set<Session> viewers) {
        underWay.add(room);
        who.apply(room.room())
                .onSuccess(present -> answered(room, viewers, present))
                .onFailure(e -> {
                    if (!room.isEmpty()) {
                        failed.add(room);
                    }
                })
                .onComplete(done -> {
                    underWay.remove(room);
                    next();
                });
    }

    private void answered(RoomPresence room, Set<Session> viewers, Present present) {
        if (room.changes().pictured(present, viewers.containsAll(room.viewers()))) {
            byte[] frame = PresenceFrames.presence(null, room.room(), present);
            room.show(frame, viewers, session -> show(room, Set.of(session)));
        } else {
            waiting.computeIfAbsent(room, r -> new HashSet<>(2)).addAll(viewers);
        }
    }
}
