package io.seqway.verification.simulation;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** What one client shows of messages, by the rules of the protocol: an edit counts if its version is greater. */
final class Wall {
    /** @param body {@code null} if there is none any more */
    record Shown(long version, String body) {}

    private record Place(String room, long seq) {}

    private final Map<Place, Shown> messages = new HashMap<>();

    /** An entry has come. */
    void entry(JsonObject entry) {
        Place own = new Place(entry.getString("room"), entry.getLong("seq"));
        Shown shown = new Shown(entry.getLong("version"), entry.getString("body"));
        if (entry.getString("kind").equals("message")) {
            messages.put(own, shown);
        } else {
            messages.computeIfPresent(
                    new Place(own.room(), entry.getLong("target")),
                    (target, before) -> shown.version() > before.version() ? shown : before);
        }
    }

    /** What it has of a room means nothing any more. */
    void forget(String room) {
        messages.keySet().removeIf(place -> place.room().equals(room));
    }

    /** What it shows of a message, or {@code null} if that has not come. */
    Shown at(String room, long seq) {
        return messages.get(new Place(room, seq));
    }
}
