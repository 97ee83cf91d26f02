package io.seqway.gateway.presence;

import io.seqway.protocol.bus.BusMessage.PresenceChange;
import io.seqway.protocol.bus.BusMessage.PresentUser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Changes of presence, gathered so that a room gets one frame for many of them. */
final class PresenceDiffs {
    private Map<String, Map<String, PresentUser>> byRoom = new LinkedHashMap<>();

    boolean isEmpty() {
        return byRoom.isEmpty();
    }

    /** The later change of a user takes the place of the earlier one. */
    void add(PresenceChange change) {
        Map<String, PresentUser> users = byRoom.computeIfAbsent(change.room(), room -> new LinkedHashMap<>());
        change.online().forEach(user -> users.put(user.user(), user));
        change.offline().forEach(user -> users.put(user.user(), user));
    }

    /** Hands over the frame of each room, and begins anew. */
    void take(BiConsumer<String, byte[]> frames) {
        Map<String, Map<String, PresentUser>> taken = byRoom;
        byRoom = new LinkedHashMap<>();
        taken.forEach((room, users) -> {
            List<PresentUser> online =
                    users.values().stream().filter(user -> user.lastSeen() == 0).toList();
            List<PresentUser> offline =
                    users.values().stream().filter(user -> user.lastSeen() > 0).toList();
            frames.accept(room, PresenceFrames.diff(room, online, offline));
        });
    }
}
