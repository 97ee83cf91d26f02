package io.seqway.store.sequence;

import io.seqway.store.log.HeadSearch;
import io.seqway.store.log.RoomLog;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds where rooms end in the log: when they are opened, and again where another owner may have written meanwhile. */
final class LogEnds {
    private static final int PROBE_IDS = 1000;

    private final RoomLog log;
    private final HeadSearch heads;
    private final Settlement settlement;

    LogEnds(RoomLog log, HeadSearch heads, Settlement settlement) {
        this.log = log;
        this.heads = heads;
        this.settlement = settlement;
    }

    /** Opens the room, if it is not open yet. */
    Future<Void> open(Room room) {
        if (room.isOpen()) {
            return Future.succeededFuture();
        }
        if (room.opening() == null) {
            Future<Void> opening = heads.near(room.log(), room.hint())
                    .onSuccess(head -> room.open(head.seq(), head.time()))
                    .mapEmpty();
            room.opening(opening);
            opening.onComplete(opened -> room.opening(null));
            return opening;
        }
        return room.opening();
    }

    /** As {@link #open}, before all rooms that nobody waits for to be written. */
    Future<Void> openSoon(Room room) {
        Future<Void> opened = open(room);
        heads.hurry(room.log());
        return opened;
    }

    /** Fails if the log goes on behind what is settled of the room: where it ends cannot be said then. */
    Future<Void> lookAgain(Room room) {
        if (room.isIdle()) {
            return settlement.sync(room);
        }
        return heads.from(room.log(), room.head())
                .compose(head -> head.seq() <= room.head()
                        ? Future.succeededFuture()
                        : Future.failedFuture("room " + room.log().room() + " has entries that are not settled yet"));
    }

    /** Makes known what another owner has written behind the heads of those rooms in which nothing is under way. */
    Future<Void> probe(List<Room> rooms) {
        List<Future<?>> probes = new ArrayList<>();
        List<Room> quiet =
                rooms.stream().filter(room -> room.isOpen() && room.isIdle()).toList();
        for (int from = 0; from < quiet.size(); from += PROBE_IDS) {
            probes.add(probeAtOnce(quiet.subList(from, Math.min(quiet.size(), from + PROBE_IDS))));
        }
        return Future.join(probes).mapEmpty();
    }

    private Future<Void> probeAtOnce(List<Room> rooms) {
        Map<String, Room> next = new HashMap<>();
        rooms.forEach(room -> next.put(room.log().entryId(room.head() + 1), room));
        return log.times(next.keySet()).compose(existing -> {
            List<Future<?>> syncs = new ArrayList<>();
            for (String id : existing.keySet()) {
                Room room = next.get(id);
                if (room.isIdle() && id.equals(room.log().entryId(room.head() + 1))) {
                    syncs.add(settlement.sync(room));
                }
            }
            return Future.join(syncs).mapEmpty();
        });
    }
}
