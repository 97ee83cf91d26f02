package io.seqway.client;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who is in a room, and who is writing, as far as known (docs/protocol.md, "Presence", "Typing"). */
final class Attendance {
    private static final long TYPING_EVERY_MS = 3_000;

    private final Room room;
    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final Set<String> typing = ConcurrentHashMap.newKeySet();
    /** When it was said last that this user is writing; 0 if not, or if the end was said. */
    private long typedAt;

    Attendance(Room room) {
        this.room = room;
    }

    List<User> users() {
        return List.copyOf(users.values());
    }

    List<String> typingUsers() {
        return List.copyOf(typing);
    }

    /** The whole picture, or what has changed. */
    void present(JsonObject frame) {
        boolean whole = frame.containsKey("users");
        if (whole || Boolean.TRUE.equals(frame.getValue("partial"))) {
            users.clear();
        }
        for (JsonObject online : Fields.objects(frame, whole ? "users" : "online")) {
            User user = User.of(online);
            users.put(user.userId(), user);
        }
        for (JsonObject offline : Fields.objects(frame, "offline")) {
            users.computeIfPresent(offline.getString("userId"), (id, user) -> user.gone(offline));
            users.computeIfAbsent(
                    offline.getString("userId"), id -> User.of(offline).gone(offline));
        }
        room.presence.emit(users());
    }

    void types(String userId, boolean now) {
        if (userId != null && (now ? typing.add(userId) : typing.remove(userId))) {
            room.typing.emit(new Event.Typing(room.id(), userId, now));
        }
    }

    /** Tells the others, at most every 3 s. */
    void say(boolean now) {
        long time = room.client().clock().now();
        if (now ? time - typedAt >= TYPING_EVERY_MS : typedAt > 0) {
            typedAt = now ? time : 0;
            room.client()
                    .rooms()
                    .say(room, new JsonObject().put("type", "typing").put("typing", now));
        }
    }

    void lost() {
        typedAt = 0;
        typingUsers().forEach(userId -> types(userId, false));
    }
}
