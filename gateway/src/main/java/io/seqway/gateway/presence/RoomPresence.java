package io.seqway.gateway.presence;

import io.seqway.gateway.session.Session;
import io.seqway.protocol.bus.BusMessage.Arrival;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The connections of one hub in one room, by user. */
final class RoomPresence {
    private final String room;
    private final Map<String, Set<Session>> byUser = new HashMap<>();

    RoomPresence(String room) {
        this.room = room;
    }

    void add(Session session) {
        byUser.computeIfAbsent(session.identity().userId(), user -> new HashSet<>(2))
                .add(session);
    }

    void remove(Session session) {
        byUser.computeIfPresent(session.identity().userId(), (user, sessions) -> {
            sessions.remove(session);
            return sessions.isEmpty() ? null : sessions;
        });
    }

    boolean isEmpty() {
        return byUser.isEmpty();
    }

    /** How many connections a user has here now. */
    Arrival arrival(String userId, String name) {
        Set<Session> sessions = byUser.getOrDefault(userId, Set.of());
        return new Arrival(room, userId, name, sessions.size());
    }

    /** How many connections each user has here now. */
    List<Arrival> all() {
        return byUser.entrySet().stream()
                .map(user -> arrival(
                        user.getKey(),
                        user.getValue().iterator().next().identity().name()))
                .toList();
    }

    /** Writes a frame to every connection. */
    void write(byte[] frame) {
        byUser.values().forEach(sessions -> sessions.forEach(session -> session.write(frame)));
    }
}
