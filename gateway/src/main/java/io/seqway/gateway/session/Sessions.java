package io.seqway.gateway.session;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.command.Commands;
import io.seqway.gateway.door.Door;
import io.seqway.gateway.metrics.GatewayMetrics;
import io.seqway.gateway.presence.PresenceClock;
import io.seqway.gateway.presence.UserConnections;
import io.seqway.gateway.room.Subscription;
import io.seqway.gateway.socket.Ending;
import io.seqway.gateway.socket.Socket;
import io.seqway.gateway.socket.TokenBucket;
import io.seqway.protocol.CloseCode;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.NodeMessage.ConnectionReport;
import io.seqway.protocol.bus.RoomMessage.Memberships;
import io.seqway.protocol.frame.Position;
import io.seqway.protocol.frame.ServerFrames;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The connections of one event loop: their beginning and their end, and the times that end them. */
public final class Sessions {
    private static final long ANNOUNCE_EXPIRY_MS = 30_000;
    private static final int FLAPS_TOLD_AT_ONCE = 10;

    private Commands commands;
    private Limits limits;
    private final UserRates users;
    private final UserConnections connections;
    private final String node;
    private final EventLoop loop;
    private final GatewayMetrics metrics;
    private final Set<Session> sessions = new LinkedHashSet<>();
    /** Those of which it is known whose they are. */
    private final Map<String, List<Session>> byUser = new HashMap<>();

    private volatile int size; // of the set, for other threads
    private int lagging;
    private final TokenBucket flapsTold = new TokenBucket(1, FLAPS_TOLD_AT_ONCE, System.nanoTime());
    private final Hearing hearing;
    private boolean ended;

    public Sessions(
            Commands commands,
            Limits limits,
            UserRates users,
            UserConnections connections,
            String node,
            EventLoop loop,
            GatewayMetrics metrics) {
        this.commands = commands;
        this.limits = limits;
        this.users = users;
        this.connections = connections;
        this.node = node;
        this.loop = loop;
        this.hearing = new Hearing(loop.now());
        this.metrics = metrics;
    }

    /** Serves connections that come from now on by other limits. Those that are there were told theirs in welcome. */
    public void adopt(Commands changedCommands, Limits changedLimits) {
        commands = changedCommands;
        limits = changedLimits;
    }

    /**
     * @param identity {@code null} if the connection has not said yet who it is
     * @param rooms the rooms to resume at once
     * @param entry is told when it is known who it is
     */
    public void open(ServerWebSocket webSocket, Identity identity, Map<String, Position> rooms, Door.Entry entry) {
        Commands served = commands;
        Socket socket = new Socket(webSocket);
        long now = System.nanoTime();
        RateLimit rateLimit = identity == null ? new RateLimit(users, now) : new RateLimit(users, identity, now);
        Session session = new Session(
                UUID.randomUUID().toString(),
                socket,
                identity,
                rateLimit,
                loop.now(),
                PresenceClock.nowMicros(),
                entry.client(),
                metrics);
        session.whenCaughtUp(room -> served.caughtUp(session, room));
        session.admittedBy(
                room -> served.isAskedFirst(session, room),
                room -> served.admission(session, room),
                (room, reason) -> served.expelled(session, room, reason));
        ConnectionLog log = new ConnectionLog(session, webSocket, node);
        sessions.add(session);
        size = sessions.size();
        metrics.connections().opened();
        log.began();
        socket.listen(limits.maxFrameBytes(), limits.maxChunkBytes(), new Socket.Listener() {
            @Override
            public void heard() {
                session.heard(loop.now());
            }

            @Override
            public void text(String text) {
                served.execute(session, text);
            }

            @Override
            public void binary(Buffer message) {
                served.execute(session, message);
            }

            @Override
            public void closed(Ending ending) {
                sessions.remove(session);
                size = sessions.size();
                forget(session);
                log.ended(ending, loop.now());
                metrics.connections().ended(ending, loop.now() - session.connectedAt());
                served.leaveAll(session);
                connections.closed(session);
                rateLimit.ended(System.nanoTime());
            }
        });
        String userId = identity == null ? null : identity.userId();
        session.write(ServerFrames.welcome(
                session.id(),
                userId,
                node,
                limits.sending(rateLimit.rate().perSecond(), rateLimit.rate().burst()),
                System.currentTimeMillis()));
        session.onceAuthenticated(() -> {
            entry.known();
            byUser.computeIfAbsent(session.userId(), user -> new ArrayList<>(1)).add(session);
            countFlaps(session);
            connections.opened(session);
            if (!rooms.isEmpty()) {
                served.resume(session, rooms);
            }
        });
        if (identity != null) {
            session.authenticated();
        }
    }

    private void countFlaps(Session session) {
        long now = System.nanoTime();
        if (session.rateLimit().flaps(now)) {
            metrics.connections().flapped();
            if (flapsTold.tryTake(now)) {
                ConnectionLog.flaps(session);
            }
        }
    }

    /** Whether they are being sent away for good: none is to be opened any more. */
    public boolean haveEnded() {
        return ended;
    }

    /** How many connections there are; from any thread. */
    public int size() {
        return size;
    }

    /** Adds who is connected, and the rooms that they have joined. */
    public void count(Set<String> users, Set<String> rooms) {
        for (Session session : sessions) {
            if (session.identity() != null) {
                users.add(session.userId());
            }
            rooms.addAll(session.rooms().keySet());
        }
    }

    /**
     * Closes the connections of a user, who may come back if the token is still good.
     *
     * @param reason what the connections are told
     * @return how many there were
     */
    public int disconnect(String userId, String reason) {
        List<Session> theirs = of(userId);
        theirs.forEach(session -> session.close(CloseCode.FORBIDDEN, reason));
        return theirs.size();
    }

    /** What the connections of a user are and where they stand. */
    public List<ConnectionReport> reports(String userId) {
        return of(userId).stream()
                .map(session -> Reports.of(session, loop.now()))
                .toList();
    }

    private List<Session> of(String userId) {
        return byUser.getOrDefault(userId, List.of()).stream()
                .filter(session -> !session.isClosed())
                .toList();
    }

    private void forget(Session session) {
        if (session.identity() != null) {
            byUser.computeIfPresent(session.userId(), (user, its) -> {
                its.remove(session);
                return its.isEmpty() ? null : its;
            });
        }
    }

    /** Users are members of a room now, or not any more: who has joined it hears of the latter by the entry that says so. */
    public void told(Memberships said) {
        for (String user : said.users()) {
            for (Session session : of(user)) {
                Subscription joined = session.rooms().get(said.room());
                if (said.role() != null) {
                    if (joined != null && said.epoch().equals(joined.epoch())) {
                        joined.memberSince(said.seq());
                    }
                    session.write(ServerFrames.added(said.room(), said.role(), said.seq(), said.epoch()));
                } else if (joined == null) {
                    session.write(ServerFrames.removed(said.room(), said.reason()));
                }
            }
        }
    }

    /** Ends what has run out of time, but for that in which nobody was heard; to be called about twice a second. */
    public void expire() {
        long now = loop.now();
        hearing.look(now);
        long wallClock = System.currentTimeMillis();
        long idleMs = TimeUnit.SECONDS.toMillis(limits.idleSeconds());
        int behind = 0;
        for (Session session : List.copyOf(sessions)) {
            behind += session.isLagging() ? 1 : 0;
            long stuckMs = session.stuckMs(now);
            if (hearing.since(now - stuckMs) > idleMs) {
                session.close(CloseCode.OVERLOADED, "read nothing for " + limits.idleSeconds() + " s (idle-seconds)");
            } else if (stuckMs == 0 && hearing.since(session.heardAt()) > idleMs) { // who is stuck is not heard
                session.close(CloseCode.NO_HEARTBEAT, "silent for " + limits.idleSeconds() + " s (idle-seconds)");
            } else if (session.identity() == null) {
                if (hearing.since(session.connectedAt()) > TimeUnit.SECONDS.toMillis(limits.authSeconds())) {
                    session.close(
                            CloseCode.NO_HEARTBEAT, "no auth within " + limits.authSeconds() + " s (auth-seconds)");
                }
            } else {
                checkToken(session, wallClock);
            }
        }
        metrics.connections().lagging(behind - lagging);
        lagging = behind;
    }

    private static void checkToken(Session session, long now) {
        long expiresAt = session.identity().expiresAt();
        if (now >= expiresAt) {
            session.refuse(null, new Refusal(ErrorCode.TOKEN_EXPIRED, "the token has expired"), null, null);
            session.close(CloseCode.BAD_TOKEN, "token expired");
        } else if (now >= expiresAt - ANNOUNCE_EXPIRY_MS && !session.expiryAnnounced()) {
            session.expiryWasAnnounced();
            session.write(ServerFrames.tokenExpiring(expiresAt));
        }
    }

    /**
     * Tells every client to come back to another node, and closes its connection: each at a moment of its own, up to
     * which it is served as ever, and then at once, so that it need not wait.
     *
     * @param windowMs over how long the clients are spread, in ms
     */
    public void end(long windowMs) {
        ended = true;
        drain(windowMs);
    }

    /** As {@link #end}, but others may still come. */
    public void drain(long windowMs) {
        List<Session> all = List.copyOf(sessions);
        for (int i = 0; i < all.size(); i++) {
            Session session = all.get(i);
            long delayMs = windowMs * i / all.size();
            if (delayMs == 0) {
                sendAway(session);
            } else {
                loop.after(delayMs, () -> sendAway(session));
            }
        }
    }

    private static void sendAway(Session session) {
        session.write(ServerFrames.serverShutdown(0, "restart"));
        session.close(CloseCode.RESTART, CloseCode.RESTART.reason());
    }
}
