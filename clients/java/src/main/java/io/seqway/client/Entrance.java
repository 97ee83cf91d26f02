package io.seqway.client;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Joins and resumes rooms: all that are known in one frame, each from its own position (docs/protocol.md, "Resume"). */
final class Entrance {
    private static final String BAD_REQUEST = "bad-request";

    private final Client client;
    private final Rooms rooms;

    Entrance(Client client, Rooms rooms) {
        this.client = client;
        this.rooms = rooms;
    }

    void enter(List<Room> wanted) {
        List<Room> known =
                wanted.stream().filter(room -> room.log().position() != null).toList();
        int max = client.limits().maxRoomsPerResume();
        for (int from = 0; from < known.size(); from += max) {
            resume(known.subList(from, Math.min(known.size(), from + max)));
        }
        for (Room room : wanted) {
            if (room.log().position() == null) {
                join(room);
            }
        }
    }

    /** Enters it again, in a while. */
    void later(Room room) {
        room.calm();
        room.again = client.clock().after(client.backoff().drawn(++room.refusals), () -> {
            room.again = null;
            enter(List.of(room));
        });
    }

    private void resume(List<Room> some) {
        JsonObject positions = new JsonObject();
        boolean presence = false;
        for (Room room : some) {
            Position position = room.log().position();
            positions.put(
                    room.id(),
                    position.epoch() == null
                            ? (Object) position.lastSeq()
                            : new JsonObject().put("seq", position.lastSeq()).put("epoch", position.epoch()));
            presence |= room.options.presence();
        }
        JsonObject frame =
                new JsonObject().put("type", "resume").put("rooms", positions).put("presence", presence);
        ask(some, frame, true);
    }

    private void join(Room room) {
        JsonObject frame = new JsonObject().put("type", "join").put("room", room.id());
        if (room.options.tail() != null) {
            frame.put("tail", room.options.tail());
        }
        ask(List.of(room), frame.put("presence", room.options.presence() && !room.silent), false);
    }

    private void ask(List<Room> some, JsonObject frame, boolean resumed) {
        Object entering = new Object();
        for (Room room : some) {
            room.calm();
            room.joined = false;
            room.entering = entering;
        }
        try {
            client.requests().ask(frame, (String) null, (error, reply) -> {
                for (Room room : new ArrayList<>(some)) {
                    if (room.entering == entering) {
                        JsonObject outcome = !resumed || error != null
                                ? reply
                                : Fields.object(Fields.object(reply, "rooms"), room.id());
                        entered(room, outcome, error, resumed, some.size() > 1);
                    }
                }
            });
        } catch (SeqwayError e) {
            // positions with long names and many of them: fewer of them in one frame may pass
            if (some.size() > 1) {
                enter(some.subList(0, some.size() / 2));
                enter(some.subList(some.size() / 2, some.size()));
            } else {
                some.get(0).entering = null;
                client.failed(e);
            }
        }
    }

    private void entered(Room room, JsonObject outcome, SeqwayError error, boolean resumed, boolean shared) {
        String status = error != null ? "error" : outcome.getString("status", "error");
        SeqwayError why = error != null || !status.equals("error") ? error : SeqwayError.told(outcome);
        if (status.equals("removed") || why != null && "not-a-member".equals(why.code())) {
            rooms.removed(room, SeqwayError.NOT_A_MEMBER);
            return;
        }
        if (why != null) {
            room.entering = null;
            refused(room, why, error != null && shared);
            return;
        }
        room.entering = null;
        room.refusals = 0;
        room.joined = true;
        if (!room.silent) {
            live(room, outcome, status, resumed);
        }
        client.outbox().flush();
    }

    /** @param shared whether other rooms were asked for in the same frame, any of which may be what is wrong with it */
    private void refused(Room room, SeqwayError why, boolean shared) {
        if (BAD_REQUEST.equals(why.code()) && !shared) {
            // would be refused again and again
            room.silent = true;
            client.outbox().refuse(room.id(), why);
            if (room.arrival != null) {
                room.arrival.tryFail(why);
            }
        } else {
            later(room);
        }
        room.error.emit(why);
        client.failed(why);
    }

    private void live(Room room, JsonObject outcome, String status, boolean resumed) {
        long seq = Fields.number(outcome, "seq", 0);
        boolean behind = room.log().position() != null && seq > room.lastSeq(0);
        long missed = Fields.number(outcome, "missed", 0);
        room.log().arrived(outcome);
        room.cursors().saySoon();
        if (room.timeline().holdsOwnUnread()) {
            room.receipts().onFailure(e -> {}); // a server without them says so to whoever asks
        }
        room.live.emit(new Event.Live(room.id(), status, missed));
        if (behind) {
            rooms.hole(room, seq);
            return;
        }
        if (resumed) {
            client.counts().resumes++;
            Event.Synced synced = new Event.Synced(room.id(), missed, status.equals("reset"));
            room.synced.emit(synced);
            client.events().synced.emit(synced);
        }
        room.arrival.tryComplete();
    }
}
