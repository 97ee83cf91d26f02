package io.seqway.client;

import io.vertx.core.json.JsonObject;

/** How far a user is in a room: seqs, 0 for none (docs/protocol.md, "Receipts"). */
public record Cursor(String userId, long delivered, long read) {
    static Cursor of(JsonObject json) {
        return new Cursor(
                json.getString("userId"), Fields.number(json, "delivered", 0), Fields.number(json, "read", 0));
    }
}
