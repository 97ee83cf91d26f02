package io.seqway.gateway.presence;

import io.seqway.gateway.session.Session;
import io.seqway.protocol.bus.BusMessage.Arrival;
import io.seqway.protocol.cluster.Partitions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The connections of one hub in one room, by user. */
final class RoomPresence {
    private final String room;
    private final int partition;
    private final Map<String, Set<Session>> byUser = new HashMap<>();
    private final Set<Session> viewers = new HashSet<>();
    private final Set<Session> skipped = new HashSet<>(0);

    RoomPresence(String room) {
        this.room = room;
        this.partition = Partitions.of(room);
    }

    int partition() {
        return partition;
    }

    /** @param viewer whether the connection wants to be told of the others */
    void add(Session session, boolean viewer) {
        if (viewer) {
            viewers.add(session);
        }
        byUser.computeIfAbsent(session.identity().userId(), user -> new HashSet<>(2))
                .add(session);
    }

    void remove(Session session) {
        viewers.remove(session);
        skipped.remove(session);
        byUser.computeIfPresent(session.identity().userId(), (user, sessions) -> {
            sessions.remove(session);
            return sessions.isEmpty() ? null : sessions;
        });
    }

    /** Whether the connection is here and wants to be told of the others. */
    boolean isViewer(Session session) {
        return viewers.contains(session);
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

    /**
     * Writes a frame to every connection that wants to be told. One that does not read what it was sent is left out, and
     * needs the whole picture when it reads again.
     */
    void write(byte[] frame, Consumer<Session> needsPicture) {
        for (Session session : viewers) {
            if (!session.isFull()) {
                session.write(frame);
            } else if (skipped.add(session)) {
                session.onceDrained(() -> {
                    if (skipped.remove(session)) {
                        needsPicture.accept(session);
                    }
                });
            }
        }
    }
}
