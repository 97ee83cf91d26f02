package io.seqway.gateway.presence;

import io.seqway.gateway.session.Session;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.BusMessage.Arrival;
import io.seqway.protocol.bus.BusMessage.Connected;
import io.seqway.protocol.bus.BusMessage.Here;
import io.seqway.protocol.bus.BusMessage.PresenceChange;
import io.seqway.protocol.bus.BusMessage.Present;
import io.seqway.protocol.bus.BusMessage.PresentUser;
import io.seqway.protocol.bus.BusMessage.Who;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one hub tells presence of its connections, and what it tells them of presence. Nothing waits for it: while
 * presence cannot tell, messages flow on.
 */
public final class PresenceLink {
    /** How often {@link #refresh} is to be called, in ms: all that is here is said again every 5 s. */
    public static final long REFRESH_MS = 500;

    private static final int REFRESH_PARTS = 10;
    private static final long DIFF_MS = 250;
    private static final long RETRY_AFTER_MS = 1_000;
    private static final DeliveryOptions ASK = new DeliveryOptions(BusCodec.OPTIONS).setSendTimeout(3_000);

    private final Vertx vertx;
    private final ClusterView view;
    private final String source;
    private final Map<String, RoomPresence> rooms = new HashMap<>();
    private final PresenceDiffs diffs = new PresenceDiffs();
    private final List<Arrival> unsent = new ArrayList<>();
    private int refreshes;

    /** @param source names this hub among all hubs of the cluster */
    public PresenceLink(Vertx vertx, ClusterView view, String source) {
        this.vertx = vertx;
        this.view = view;
        this.source = source;
    }

    /**
     * A connection joined a room.
     *
     * @param viewer whether it wants to be told of the others
     */
    public void joined(Session session, String room, boolean viewer) {
        RoomPresence present = rooms.computeIfAbsent(room, RoomPresence::new);
        present.add(session, viewer);
        say(present.arrival(session.identity().userId(), session.identity().name()));
        if (viewer) {
            show(session, room, null);
        }
    }

    /** A connection left a room. */
    public void left(Session session, String room) {
        RoomPresence present = rooms.get(room);
        if (present != null) {
            present.remove(session);
            say(present.arrival(session.identity().userId(), session.identity().name()));
            if (present.isEmpty()) {
                rooms.remove(room);
            }
        }
    }

    /**
     * Sends the whole picture of a room to a connection.
     *
     * @param frameId the id of the frame that asked for it as JSON text, or {@code null}
     * @return completes once that is written, or its failure
     */
    public Future<?> show(Session session, String room, String frameId) {
        return who(room)
                .onSuccess(users -> {
                    if (frameId != null || isViewer(session, room)) { // else it has left meanwhile
                        session.write(PresenceFrames.presence(frameId, room, users));
                    }
                })
                .onFailure(e -> {
                    if (frameId != null) {
                        session.refuse(frameId, unavailable(), room, null);
                    }
                });
    }

    /** Who is online in a room; fails with a {@link Refusal} while nobody can tell. */
    public Future<List<PresentUser>> who(String room) {
        flush(); // who has just joined is in the picture
        String node = node(room);
        if (node == null) {
            return Future.failedFuture(unavailable());
        }
        return vertx.eventBus()
                .<BusMessage>request(Addresses.presence(node), new Who(room), ASK)
                .transform(reply ->
                        reply.succeeded() && reply.result().body() instanceof Present present && present.users() != null
                                ? Future.succeededFuture(present.users())
                                : Future.failedFuture(unavailable()));
    }

    /** Says which connections users of a partition have, if there is anybody to say it to. */
    public void connected(int partition, Connected connected) {
        String node = Partitions.owner(partition, view.nodes(Role.PRESENCE));
        if (node != null) {
            vertx.eventBus().send(Addresses.presence(node), connected, BusCodec.OPTIONS);
        }
    }

    /** Somebody came or went in a room of this hub. */
    public void changed(PresenceChange change) {
        if (diffs.isEmpty()) {
            vertx.setTimer(
                    DIFF_MS,
                    id -> diffs.take((room, frame) -> {
                        RoomPresence present = rooms.get(room);
                        if (present != null) {
                            present.write(frame, session -> show(session, room, null));
                        }
                    }));
        }
        diffs.add(change);
    }

    /**
     * Says again what it has of a tenth of the rooms, so that presence that was lost is right again after ten calls, and
     * no message waits while all rooms are gone through. To be called every {@link #REFRESH_MS}.
     */
    public void refresh() {
        int part = ++refreshes % REFRESH_PARTS;
        rooms.values().stream()
                .filter(room -> room.partition() % REFRESH_PARTS == part)
                .forEach(room -> room.all().forEach(this::say));
    }

    private boolean isViewer(Session session, String room) {
        RoomPresence present = rooms.get(room);
        return present != null && present.isViewer(session);
    }

    private void say(Arrival arrival) {
        if (unsent.isEmpty()) {
            vertx.runOnContext(v -> flush());
        }
        unsent.add(arrival);
    }

    private void flush() {
        Map<String, List<Arrival>> byNode = new HashMap<>();
        for (Arrival arrival : unsent) {
            String node = node(arrival.room());
            if (node != null) {
                byNode.computeIfAbsent(node, n -> new ArrayList<>()).add(arrival);
            }
        }
        unsent.clear();
        byNode.forEach((node, arrivals) ->
                vertx.eventBus().send(Addresses.presence(node), new Here(source, arrivals), BusCodec.OPTIONS));
    }

    /** The presence node that hears all of a room, or {@code null} if there is none. */
    private String node(String room) {
        return Partitions.owner(Partitions.of(room), view.nodes(Role.PRESENCE));
    }

    private static Refusal unavailable() {
        return new Refusal(ErrorCode.UNAVAILABLE, "presence is not available now", null, RETRY_AFTER_MS);
    }
}
