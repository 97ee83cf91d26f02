package io.seqway.client;

import io.vertx.core.json.JsonObject;

/**
 * Somebody who is, or was, in a room (docs/protocol.md, "Presence").
 *
 * @param name what others see, or null
 * @param status {@code online}, {@code away}, {@code busy} or {@code offline}
 * @param text what the user says of the status, or null
 * @param lastSeen of who is offline: when they were online last, in ms since 1970; else 0
 */
public record User(String userId, String name, String status, String text, long lastSeen) {
    static User of(JsonObject json) {
        return new User(
                json.getString("userId"),
                Fields.text(json, "name"),
                json.getString("status", "online"),
                Fields.text(json, "text"),
                Fields.number(json, "lastSeen", 0));
    }

    User gone(JsonObject json) {
        return new User(userId, name, "offline", text, Fields.number(json, "lastSeen", lastSeen));
    }
}
