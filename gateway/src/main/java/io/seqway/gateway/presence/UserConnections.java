package io.seqway.gateway.presence;

import io.seqway.gateway.session.Session;
import io.seqway.protocol.CloseCode;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.PresenceMessage.Connected;
import io.seqway.protocol.bus.PresenceMessage.Connection;
import io.seqway.protocol.bus.PresenceMessage.Surplus;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.frame.ServerFrames;
import io.seqway.protocol.loop.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

/**
 * Which connections of users one hub has: told to presence, which tells what is too many. Nothing waits for it. While
 * presence cannot be asked, everybody may have as many connections as they like; once it can, what is here is said with
 * the time when it came, and the newest ones are the newest ones all the same.
 *
 * <p>Where newer connections replace older ones, a connection is said only once its client has been heard: by an answer
 * to a ping, if by nothing else. Until then it takes nobody's place. So a socket that a client has given up, and that
 * comes to the server late, because a node or a network stood still, cannot replace the one which that client opened
 * afterwards.
 */
public final class UserConnections {
    /** How often {@link #refresh} is to be called, in ms: all that is here is said again every 5 s. */
    public static final long REFRESH_MS = 500;

    private static final int REFRESH_PARTS = 10;

    private final int hub;
    private final String node;
    private final EventLoop loop;
    private final LongUnaryOperator clock;
    private final BiConsumer<Integer, Connected> presence;
    private final List<Map<String, Session>> parts = IntStream.range(0, REFRESH_PARTS)
            .<Map<String, Session>>mapToObj(i -> new HashMap<>())
            .toList();
    private final Map<String, Connection> unsaid = new LinkedHashMap<>();
    private ConnectionLimit limit;
    private int refreshes;

    /**
     * @param hub the index of the hub on the node
     * @param clock from the time of {@link Session#cameMicros()} to that of presence, 0 while it is not known
     * @param presence sends something about the users of a partition to presence
     */
    public UserConnections(
            ConnectionLimit limit,
            String node,
            int hub,
            EventLoop loop,
            LongUnaryOperator clock,
            BiConsumer<Integer, Connected> presence) {
        this.limit = limit;
        this.node = node;
        this.hub = hub;
        this.loop = loop;
        this.clock = clock;
        this.presence = presence;
    }

    /** Another limit holds from now on. */
    public void adopt(ConnectionLimit changed) {
        limit = changed;
    }

    /** It is known now whose connection this is. */
    public void opened(Session session) {
        if (limit.replace() && !session.hasBeenHeard()) {
            session.onceHeard(() -> add(session));
            session.ping();
        } else {
            add(session);
        }
    }

    private void add(Session session) {
        part(session).put(session.id(), session);
        say(session, true);
    }

    /** A connection has ended, of whomever. */
    public void closed(Session session) {
        if (session.identity() != null && part(session).remove(session.id()) != null) {
            unsaid.put(session.id(), new Connection(session.userId(), session.id(), 0, false));
            later();
        }
    }

    /** Says a tenth of all again; to be called every {@link #REFRESH_MS}. */
    public void refresh() {
        int part = ++refreshes % REFRESH_PARTS;
        parts.get(part).values().forEach(session -> say(session, false));
    }

    /** Presence has found these to be too many. */
    public void surplus(Surplus surplus) {
        for (String id : surplus.sessions()) {
            for (Map<String, Session> part : parts) {
                Session session = part.remove(id);
                if (session != null) {
                    end(session, surplus.replaced());
                }
            }
        }
    }

    private void end(Session session, boolean replaced) {
        String most = "max-connections-per-user=" + limit.perUser();
        if (replaced) {
            session.write(
                    ServerFrames.duplicateConnection("replace", "a newer connection has taken its place: " + most));
            session.close(CloseCode.REPLACED, CloseCode.REPLACED.reason());
        } else {
            Refusal refusal = Refusal.limit(
                    ErrorCode.LIMIT_EXCEEDED,
                    "too many connections of this user",
                    "max-connections-per-user",
                    limit.perUser());
            session.refuse(null, refusal, null, null);
            session.close(CloseCode.OVERLOADED, most);
        }
    }

    /** As long as nobody knows what time it is for presence, nothing is said; later it is, since all is said again. */
    private void say(Session session, boolean fresh) {
        long order = clock.applyAsLong(session.cameMicros());
        if (order > 0) {
            unsaid.putIfAbsent(session.id(), new Connection(session.userId(), session.id(), order, fresh));
            later();
        }
    }

    private void later() {
        if (unsaid.size() == 1) {
            loop.run(this::flush);
        }
    }

    private void flush() {
        Map<Integer, List<Connection>> byPartition = new HashMap<>();
        for (Connection connection : unsaid.values()) {
            byPartition
                    .computeIfAbsent(Partitions.of(connection.user()), p -> new ArrayList<>())
                    .add(connection);
        }
        unsaid.clear();
        byPartition.forEach((partition, connections) ->
                presence.accept(partition, new Connected(node, hub, limit.perUser(), limit.replace(), connections)));
    }

    private Map<String, Session> part(Session session) {
        return parts.get(Partitions.of(session.userId()) % REFRESH_PARTS);
    }
}
