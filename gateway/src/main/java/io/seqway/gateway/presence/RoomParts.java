package io.seqway.gateway.presence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The rooms of a hub in parts of about the same size, so that a part of very many costs no look at the others. */
final class RoomParts {
    private final List<Map<String, RoomPresence>> parts = new ArrayList<>();

    RoomParts(int count) {
        for (int part = 0; part < count; part++) {
            parts.add(new HashMap<>());
        }
    }

    /** The room, or {@code null}. */
    RoomPresence get(String room) {
        return among(room).get(room);
    }

    RoomPresence computeIfAbsent(String room, Function<String, RoomPresence> made) {
        return among(room).computeIfAbsent(room, made);
    }

    void remove(String room) {
        among(room).remove(room);
    }

    Collection<RoomPresence> part(int part) {
        return parts.get(part).values();
    }

    /** All of them, as they are now. */
    List<RoomPresence> all() {
        return parts.stream().flatMap(rooms -> rooms.values().stream()).toList();
    }

    private Map<String, RoomPresence> among(String room) {
        return parts.get(Math.floorMod(room.hashCode(), parts.size()));
    }
}
