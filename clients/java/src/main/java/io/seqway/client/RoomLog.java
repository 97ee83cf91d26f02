package io.seqway.client;

import io.vertx.core.json.JsonObject;

/**
 * A copy of the end of a room's log, kept right by one rule: an entry is applied when its seq is the last one + 1
 * (docs/protocol.md, "What the client keeps, and does").
 */
final class RoomLog {
    private final Room room;
    private final Client client;
    private final Timeline timeline;
    private volatile Position position;

    RoomLog(Room room, Timeline timeline) {
        this.room = room;
        this.client = room.client();
        this.timeline = timeline;
    }

    /** The last entry that was applied, or null: it is not known yet where the room begins. */
    Position position() {
        return position;
    }

    void start(Position from) {
        position = from;
    }

    /** What the server says of this room, unasked. */
    void hear(String type, JsonObject frame) {
        switch (type) {
            case "missed" -> missed(frame);
            case "message" -> take(frame);
            default -> {
                if (!room.silent) {
                    passing(type, frame);
                }
            }
        }
    }

    /** The end of a join or a resume: what came with it is applied. */
    void arrived(JsonObject outcome) {
        String epoch = Fields.text(outcome, "epoch");
        position = new Position(position == null ? Fields.number(outcome, "seq", 0) : position.lastSeq(), epoch);
        client.outbox().settle(room.id(), position.lastSeq());
    }

    /** What there was of the room means nothing any more. */
    void forget() {
        position = null;
        timeline.forget();
        room.cursors().forget();
        client.outbox().settle(room.id(), Long.MAX_VALUE);
    }

    /** What is not stored, and means something only now. */
    private void passing(String type, JsonObject frame) {
        switch (type) {
            case "pending" -> {
                Message message = new Message(room, Content.of(frame));
                timeline.pending(frame, message);
                client.rooms().tellPending(room, message);
            }
            case "failed" -> {
                Message message = timeline.pendingEnds(frame);
                if (message != null) {
                    message.fails(SeqwayError.told(frame));
                    client.rooms().tellFailed(room, message);
                }
            }
            case "typing" ->
                room.attendance().types(Fields.text(frame, "userId"), Boolean.TRUE.equals(frame.getValue("typing")));
            case "signal" ->
                room.signal.emit(new Event.Signal(
                        room.id(), Fields.text(frame, "userId"), Fields.text(frame, "name"), frame.getValue("data")));
            case "receipt" -> room.cursors().take(Cursor.of(frame));
            case "presence", "presence-diff" -> room.attendance().present(frame);
            default -> {}
        }
    }

    private void missed(JsonObject frame) {
        if (room.silent) {
            return;
        }
        boolean reset = Boolean.TRUE.equals(frame.getValue("reset"));
        long from = Fields.number(frame, "fromSeq", 1);
        if (reset) {
            forget();
        }
        position = new Position(position == null ? from - 1 : position.lastSeq(), Fields.text(frame, "epoch"));
        if (reset) {
            room.reset.emit(new Event.Reset(room.id(), from));
        }
        Fields.objects(frame, "messages").forEach(this::take);
    }

    private void take(JsonObject entry) {
        Long seq = Fields.number(entry, "seq");
        if (room.silent || position == null || seq == null) {
            return;
        }
        long last = position.lastSeq();
        if (seq <= last) {
            client.counts().duplicates++;
        } else if (seq == last + 1) {
            position = new Position(seq, position.epoch());
            apply(entry, seq);
        } else {
            client.rooms().hole(room, seq - 1);
        }
    }

    private void apply(JsonObject entry, long seq) {
        String kind = entry.getString("kind", "");
        timeline.begins(seq);
        room.cursors().saySoon();
        room.entry.emit(entry);
        switch (kind) {
            case "message" -> message(entry, seq);
            case "edit", "delete" -> change(entry, kind.equals("delete"));
            case "member" -> {
                JsonObject body = Fields.object(entry, "body");
                room.member.emit(new Event.Member(
                        room.id(),
                        Fields.text(body, "action"),
                        Fields.text(body, "userId"),
                        Fields.text(body, "role"),
                        seq));
            }
            default -> {} // counts, and means nothing to this version
        }
    }

    private void message(JsonObject entry, long seq) {
        String sender = Fields.text(entry, "sender");
        timeline.pendingEnds(entry);
        room.attendance().types(sender, false);
        if (sender != null) {
            room.cursors().take(new Cursor(sender, seq, seq)); // who has sent it has read it, and all before
        }
        Item item = arrived(entry, seq);
        Message message = item == null ? null : item.message;
        if (message == null) {
            message = new Message(room, Content.of(entry));
        } else {
            message.take(Content.of(entry));
        }
        timeline.add(message, room.options.keep());
        client.rooms().tellMessage(room, message);
    }

    /** An edit or a delete; older than what is held if that came out of the log later than this. */
    private void change(JsonObject entry, boolean delete) {
        long version = Fields.number(entry, "version", 0);
        arrived(entry, version);
        Message held = timeline.find(Fields.number(entry, "target", 0));
        if (held != null && version > held.version()) {
            held.take(held.content().changed(version, delete ? null : entry.getValue("body"), delete));
            (delete ? room.delete : room.edit).emit(held);
        }
    }

    /** @return what it was in the outbox, or null */
    private Item arrived(JsonObject entry, long result) {
        String id = Fields.text(entry, "clientMsgId");
        String sender = Fields.text(entry, "sender");
        return id != null && sender != null && sender.equals(client.userId())
                ? client.outbox().arrived(id, result)
                : null;
    }
}
