package io.seqway.client;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;

/** Something to be stored in a room, kept until the server has said that it is. */
final class Item {
    /** Where it stands. */
    enum Stage {
        WAITING,
        SENT,
        /** Stored, and shown until its entry is here. */
        ACKED,
        FAILED
    }

    /** The {@code clientMsgId}: the server stores one id once, however often it is sent. */
    final String id;

    final String room;
    /** {@code send}, {@code edit} or {@code delete}. */
    final String type;

    final JsonObject fields;
    /** JSON text, since a repeat has to be the same, character by character; null of a {@code delete}. */
    final String body;

    final long time;
    /** Whether it may have been sent. */
    boolean tried;
    /** Whether the event {@code pending} was said. */
    boolean announced;
    /** How many writes to the store have to succeed before it may be sent. */
    int saving;

    volatile Stage stage = Stage.WAITING;
    volatile SeqwayError error;
    /** Of a {@code send}. */
    Message message;
    /** Settled once it is known what becomes of it; anew with each retry. */
    Promise<Long> outcome = Promise.promise();

    Item(String id, String room, String type, JsonObject fields, String body, long time) {
        this.id = id;
        this.room = room;
        this.type = type;
        this.fields = fields;
        this.body = body;
        this.time = time;
    }

    /** The frame, but for the body. */
    JsonObject frame(String after) {
        JsonObject frame = new JsonObject().put("type", type).put("room", room).put("clientMsgId", id);
        if (after != null) {
            frame.put("after", after);
        }
        return frame.mergeIn(fields);
    }

    JsonObject record(String account) {
        JsonObject record = new JsonObject()
                .put("account", account)
                .put("id", id)
                .put("room", room)
                .put("type", type)
                .put("fields", fields)
                .put("body", body)
                .put("time", time)
                .put("tried", tried);
        if (error != null) {
            record.put("error", new JsonObject().put("code", error.code()).put("message", error.getMessage()));
        }
        return record;
    }

    /** Of what {@link #record} gave. */
    static Item of(JsonObject record) {
        Item item = new Item(
                record.getString("id"),
                record.getString("room"),
                record.getString("type"),
                record.getJsonObject("fields"),
                record.getString("body"),
                record.getLong("time"));
        item.tried = record.getBoolean("tried");
        JsonObject error = record.getJsonObject("error");
        if (error != null) {
            item.error = SeqwayError.told(error);
            item.stage = Stage.FAILED;
        }
        return item;
    }
}
