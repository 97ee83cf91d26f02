package io.seqway.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The rooms of a client: which are wanted, which are joined, and what each of them is told. */
final class Rooms {
    private static final int PING_ROOMS = 64;

    private final Client client;
    private final Entrance entrance;
    private final Map<String, Room> all = new ConcurrentHashMap<>();
    /** Where rooms go on that are joined for the first time. */
    private final Map<String, Position> given;

    Rooms(Client client) {
        this.client = client;
        this.entrance = new Entrance(client, this);
        this.given = new ConcurrentHashMap<>(client.options().positions);
    }

    /** The room, wanted by somebody or not. */
    Room of(String id) {
        return all.computeIfAbsent(id, name -> new Room(name, client));
    }

    Room known(String id) {
        return id == null ? null : all.get(id);
    }

    Map<String, Position> positions() {
        Map<String, Position> positions = new HashMap<>(given);
        all.values().stream()
                .filter(room -> room.position() != null)
                .forEach(room -> positions.put(room.id(), room.position()));
        return positions;
    }

    Future<Void> join(Room room, RoomOptions how) {
        if (all.computeIfAbsent(room.id(), name -> room) != room) {
            return Future.failedFuture(SeqwayError.told("left", "This room was left. Take it from the client anew."));
        }
        if (room.silent || room.gone) {
            room.silent = false;
            room.gone = false;
            room.options = how;
            room.arrival = Promise.promise();
            Position kept = given.remove(room.id());
            if (how.position() != null) {
                room.log().start(how.position());
            } else if (how.tail() == null) {
                room.log().start(kept);
            }
            if (client.connected()) {
                entrance.enter(List.of(room));
            }
        }
        return room.arrival.future();
    }

    void leave(Room room) {
        if (!all.remove(room.id(), room)) {
            return;
        }
        room.lost();
        room.silent = true;
        room.log().forget();
        given.remove(room.id());
        if (room.arrival != null) {
            room.arrival.tryFail(SeqwayError.told("left", "The room was left."));
        }
        if (client.connected()) {
            client.send(new JsonObject().put("type", "leave").put("room", room.id()));
        }
    }

    /** All that are wanted, from where each is. */
    void opened() {
        entrance.enter(
                all.values().stream().filter(room -> !room.gone && !room.silent).toList());
    }

    void lost() {
        all.values().forEach(Room::lost);
    }

    /** Of another user. */
    void forget() {
        given.clear();
        all.values().forEach(room -> room.log().forget());
    }

    /** Whether what is sent to it now follows a join of it, and its entry comes after that; joins it if it is not. */
    boolean sendable(String id) {
        Room room = of(id);
        if (!room.joined && room.entering == null && room.again == null && !room.gone) {
            entrance.enter(List.of(room));
        }
        // before it is known where the room begins, nobody could say whether the entry of it is still to come
        return room.joined
                || room.entering != null && (room.silent || room.log().position() != null);
    }

    /** The server says that this room is not joined. */
    void reenter(String id) {
        Room room = of(id);
        if (room.joined) {
            room.joined = false;
            entrance.later(room);
        }
    }

    /**
     * An entry is missing in front of what came.
     *
     * @param to the last one that is known to be there
     */
    void hole(Room room, long to) {
        if (room.entering != null || room.again != null) {
            return; // what was on its way comes again, in order
        }
        client.counts().gaps++;
        Event.Gap gap = new Event.Gap(room.id(), room.lastSeq(0) + 1, to);
        room.gap.emit(gap);
        client.events().gap.emit(gap);
        if (!room.silent && !room.gone && room.entering == null && client.connected()) {
            entrance.enter(List.of(room));
        }
    }

    /** Something that may be lost: said only to a connection that has joined the room. */
    void say(Room room, JsonObject frame) {
        if (room.joined) {
            client.send(frame.put("id", Requests.UNANSWERED).put("room", room.id()));
        }
    }

    void removed(Room room, String reason) {
        room.lost();
        room.gone = true;
        room.log().forget();
        SeqwayError error = SeqwayError.told("not-a-member", SeqwayError.NOT_A_MEMBER);
        client.outbox().refuse(room.id(), error);
        Event.Removed removed = new Event.Removed(room.id(), reason);
        room.removed.emit(removed);
        client.events().removed.emit(removed);
        if (room.arrival != null) {
            room.arrival.tryFail(error);
        }
    }

    /** It is the user's, perhaps again. */
    void added(Room room) {
        if (room != null && room.gone && !room.silent) {
            room.gone = false;
            room.arrival = Promise.promise();
            entrance.enter(List.of(room));
        }
    }

    /** The rooms to look after; of too many some, drawn anew each time. */
    List<String> pinged() {
        List<String> joined = all.values().stream()
                .filter(room -> room.joined && !room.silent)
                .map(Room::id)
                .toList();
        int choices = Math.max(1, joined.size() - PING_ROOMS + 1);
        int from = Math.min(choices - 1, (int) (client.clock().random() * choices));
        return joined.subList(from, Math.min(joined.size(), from + PING_ROOMS));
    }

    void ponged(JsonObject pong) {
        JsonObject seqs = Fields.object(pong, "seqs");
        for (String id : seqs.fieldNames()) {
            Room room = all.get(id);
            Long seq = Fields.number(seqs, id);
            if (room != null && seq != null && seq > room.lastSeq(seq)) {
                hole(room, seq);
            }
        }
    }

    /** Something has changed in the outbox. */
    void news(Item item) {
        Room room = of(item.room);
        if (item.message == null) {
            return;
        }
        room.status.emit(item.message);
        if (item.stage == Item.Stage.FAILED) {
            tellFailed(room, item.message);
        } else if (item.stage != Item.Stage.ACKED && !item.announced) {
            item.announced = true;
            tellPending(room, item.message);
        }
    }

    void tellMessage(Room room, Message message) {
        room.message.emit(message);
        client.events().message.emit(message);
    }

    void tellPending(Room room, Message message) {
        room.pending.emit(message);
        client.events().pending.emit(message);
    }

    void tellFailed(Room room, Message message) {
        room.failed.emit(message);
        client.events().failed.emit(message);
    }
}
