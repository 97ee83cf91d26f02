package io.seqway.store.sequence;

import io.seqway.protocol.cluster.Epochs;
import io.seqway.store.log.DamagedEntries;
import io.seqway.store.log.ExtentSearch;
import io.seqway.store.log.ExtentSearch.Extent;
import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.seqway.store.log.Stamp;
import io.seqway.store.member.RoomDocument;
import io.seqway.store.member.Rosters;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds where rooms end in the log: when they are opened, and again where another owner may have written meanwhile. */
final class LogEnds {
    private static final int PROBE_IDS = 1000;

    private final RoomLog log;
    private final ExtentSearch extents;
    private final Rosters rosters;
    private final Settlement settlement;

    LogEnds(RoomLog log, ExtentSearch extents, Settlement settlement, Rosters rosters) {
        this.log = log;
        this.rosters = rosters;
        this.extents = extents;
        this.settlement = settlement;
    }

    /** Opens the room, if it is not open yet. */
    Future<Void> open(Room room) {
        if (room.isOpen()) {
            return Future.succeededFuture();
        }
        if (room.opening() == null) {
            Future<Void> opening = rosters.document(room.log().room())
                    .compose(document -> {
                        room.incarnation(incarnation(document));
                        Future<Extent> found = extents.near(room.log(), room.hint());
                        if (room.hurried()) {
                            extents.hurry(room.log());
                        }
                        return found.compose(extent -> rosters.roster(
                                        document, room.log(), extent.head().seq())
                                .onSuccess(roster -> room.open(extent, roster)));
                    })
                    .mapEmpty();
            room.opening(opening);
            opening.onComplete(opened -> room.opening(null));
            return opening;
        }
        return room.opening();
    }

    /** The log of a room as its document says; empty if the room was removed. */
    Future<Optional<LogId>> log(String name) {
        return rosters.document(name)
                .map(document -> document != null && document.isGone()
                        ? Optional.empty()
                        : Optional.of(new LogId(name, incarnation(document))));
    }

    private static int incarnation(RoomDocument document) {
        return document == null ? Epochs.UNMADE : RoomDocument.nextIncarnation(document);
    }

    /** As {@link #open}, before all rooms that nobody waits for to be written. */
    Future<Void> openSoon(Room room) {
        room.hurry();
        Future<Void> opened = open(room);
        extents.hurry(room.log());
        return opened;
    }

    /** Fails if the log goes on behind what is settled of the room: where it ends cannot be said then. */
    Future<Void> lookAgain(Room room) {
        if (room.isIdle()) {
            return settlement.sync(room);
        }
        return extents.from(room.log(), room.head())
                .compose(extent -> extent.head().seq() <= room.head()
                        ? Future.succeededFuture()
                        : Future.failedFuture("room " + room.log().room() + " has entries that are not settled yet"));
    }

    /**
     * Looks where what is kept of an open room begins now. Fails if that is beyond the head: another owner has written the
     * room.
     */
    Future<Void> lookAtFloor(Room room) {
        return extents.floor(room.log()).compose(floor -> {
            if (floor > 0 && floor >= room.head()) {
                return Future.failedFuture("room " + room.log().room() + " goes on behind " + room.head());
            }
            room.raiseFloor(floor);
            return Future.succeededFuture();
        });
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

    /** Without those rooms of which an entry is damaged: whoever needs it is told. */
    private Future<Map<String, Stamp>> stamps(Collection<String> ids) {
        return log.stamps(ids).recover(cause -> {
            List<String> others = cause instanceof DamagedEntries damaged
                    ? ids.stream().filter(id -> !damaged.isIn(LogId.roomOf(id))).toList()
                    : List.of();
            return others.isEmpty() || others.size() == ids.size() ? Future.failedFuture(cause) : stamps(others);
        });
    }

    private Future<Void> probeAtOnce(List<Room> rooms) {
        Map<String, Room> next = new HashMap<>();
        rooms.forEach(room -> next.put(room.log().entryId(room.head() + 1), room));
        return stamps(next.keySet()).compose(existing -> {
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
