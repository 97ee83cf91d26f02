package io.seqway.gateway.presence;

import io.seqway.gateway.session.Session;
import io.seqway.gateway.socket.Broadcast;
import io.seqway.protocol.bus.PresenceMessage.Arrival;
import io.seqway.protocol.frame.UserStatus;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The connections of one hub in one room, by user. */
final class RoomPresence {
    private final String room;
    private final RoomChanges changes = new RoomChanges();
    private final Map<String, Set<Session>> byUser = new HashMap<>();
    private final Set<Session> viewers = new HashSet<>();
    /** Those of them who need the picture before any change. */
    private final Set<Session> unpictured = new HashSet<>(0);

    private final Set<Session> skipped = new HashSet<>(0);
    private String owner;

    RoomPresence(String room, String owner) {
        this.room = room;
        this.owner = owner;
    }

    String room() {
        return room;
    }

    /** What has changed since the viewers were told. */
    RoomChanges changes() {
        return changes;
    }

    /** Another presence node may serve the room now: whether that is so. */
    boolean movedTo(String newOwner) {
        boolean moved = newOwner != null && !newOwner.equals(owner);
        owner = newOwner;
        return moved;
    }

    /** @param viewer whether the connection wants to be told of the others */
    void add(Session session, boolean viewer) {
        if (viewer) {
            viewers.add(session);
        }
        byUser.computeIfAbsent(session.userId(), user -> new HashSet<>(2)).add(session);
    }

    void remove(Session session) {
        viewers.remove(session);
        unpictured.remove(session);
        skipped.remove(session);
        byUser.computeIfPresent(session.userId(), (user, sessions) -> {
            sessions.remove(session);
            return sessions.isEmpty() ? null : sessions;
        });
    }

    /** Whether the connection is here and wants to be told of the others. */
    boolean isViewer(Session session) {
        return viewers.contains(session);
    }

    Collection<Session> viewers() {
        return viewers;
    }

    boolean isEmpty() {
        return byUser.isEmpty();
    }

    boolean has(String userId) {
        return byUser.containsKey(userId);
    }

    /** How many connections a user has here now, and how the user is: what was set last. */
    Arrival arrival(String userId, String name) {
        int connections = 0;
        Session latest = null;
        for (Session session : byUser.getOrDefault(userId, Set.of())) {
            connections++;
            if (latest == null || session.statusSince() > latest.statusSince()) {
                latest = session;
            }
        }
        if (latest == null || latest.statusSince() == 0) {
            return new Arrival(room, userId, name, connections);
        }
        UserStatus status = latest.status();
        String shown = status.status().equals(UserStatus.ONLINE.status()) ? null : status.status();
        return new Arrival(room, userId, name, connections, 0, shown, status.text(), latest.statusSince());
    }

    /** The same for each user. */
    List<Arrival> all() {
        return byUser.entrySet().stream()
                .map(user -> arrival(
                        user.getKey(),
                        user.getValue().iterator().next().identity().name()))
                .toList();
    }

    /** What these know is not what is: they are told of no change before they have the whole picture. */
    void needPicture(Collection<Session> some) {
        some.stream().filter(viewers::contains).forEach(unpictured::add);
    }

    /** Shows the whole picture to some of those who want to be told. */
    void show(byte[] picture, Collection<Session> to, Consumer<Session> needsPicture) {
        try (Broadcast broadcast = new Broadcast(List.of(picture))) {
            for (Session session : to) {
                if (viewers.contains(session) && write(broadcast, session, needsPicture)) {
                    unpictured.remove(session);
                }
            }
        }
    }

    /** Tells of a change whoever has the whole picture. */
    void tell(byte[] change, Consumer<Session> needsPicture) {
        try (Broadcast broadcast = new Broadcast(List.of(change))) {
            for (Session session : viewers) {
                if (!unpictured.contains(session) && !write(broadcast, session, needsPicture)) {
                    unpictured.add(session);
                }
            }
        }
    }

    /** A connection that does not read what it was sent is left out, and needs the whole picture when it reads again. */
    private boolean write(Broadcast frame, Session session, Consumer<Session> needsPicture) {
        if (!session.isFull()) {
            session.write(frame);
            return true;
        }
        if (skipped.add(session)) {
            session.onceDrained(() -> {
                if (skipped.remove(session)) {
                    needsPicture.accept(session);
                }
            });
        }
        return false;
    }
}
