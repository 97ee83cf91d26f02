package io.seqway.client;

import io.vertx.core.json.JsonObject;

/**
 * A room of the caller's (docs/protocol.md, "Rooms: the own ones").
 *
 * @param seq its last entry
 * @param delivered how far the caller has got it
 * @param read how far the caller has read it
 * @param unread how many entries are behind that
 */
public record RoomInfo(String room, long seq, String epoch, long delivered, long read, long unread, String role) {
    static RoomInfo of(JsonObject json) {
        return new RoomInfo(
                json.getString("room"),
                Fields.number(json, "seq", 0),
                Fields.text(json, "epoch"),
                Fields.number(json, "delivered", 0),
                Fields.number(json, "read", 0),
                Fields.number(json, "unread", 0),
                Fields.text(json, "role"));
    }
}
