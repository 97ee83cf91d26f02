package io.seqway.gateway.session;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.command.Commands;
import io.seqway.gateway.door.Door;
import io.seqway.gateway.presence.PresenceClock;
import io.seqway.gateway.presence.UserConnections;
import io.seqway.gateway.socket.Ending;
import io.seqway.gateway.socket.Socket;
import io.seqway.protocol.CloseCode;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.frame.Position;
import io.seqway.protocol.frame.ServerFrames;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.http.ServerWebSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The connections of one event loop: their beginning and their end, and the times that end them. */
public final class Sessions {
    private static final long ANNOUNCE_EXPIRY_MS = 30_000;

    private final Commands commands;
    private final Limits limits;
    private final UserRates users;
    private final UserConnections connections;
    private final String node;
    private final EventLoop loop;
    private final Set<Session> sessions = new LinkedHashSet<>();
    private volatile int size; // of the set, for other threads
    private boolean ended;

    public Sessions(
            Commands commands,
            Limits limits,
            UserRates users,
            UserConnections connections,
            String node,
            EventLoop loop) {
        this.commands = commands;
        this.limits = limits;
        this.users = users;
        this.connections = connections;
        this.node = node;
        this.loop = loop;
    }

    /**
     * @param identity {@code null} if the connection has not said yet who it is
     * @param rooms the rooms to resume at once
     * @param entry is told when it is known who it is
     */
    public void open(ServerWebSocket webSocket, Identity identity, Map<String, Position> rooms, Door.Entry entry) {
        Socket socket = new Socket(webSocket);
        long now = System.nanoTime();
        RateLimit rateLimit = identity == null ? new RateLimit(users, now) : new RateLimit(users, identity, now);
        Session session = new Session(
                UUID.randomUUID().toString(), socket, identity, rateLimit, loop.now(), PresenceClock.nowMicros());
        ConnectionLog log = new ConnectionLog(session, webSocket, node);
        sessions.add(session);
        size = sessions.size();
        log.began();
        socket.listen(limits.maxFrameBytes(), new Socket.Listener() {
            @Override
            public void heard() {
                session.heard(loop.now());
            }

            @Override
            public void text(String text) {
                commands.execute(session, text);
            }

            @Override
            public void closed(Ending ending) {
                sessions.remove(session);
                size = sessions.size();
                log.ended(ending, loop.now());
                commands.leaveAll(session);
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
            connections.opened(session);
            if (!rooms.isEmpty()) {
                commands.resume(session, rooms);
            }
        });
        if (identity != null) {
            session.authenticated();
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
        List<Session> theirs = sessions.stream()
                .filter(session -> !session.isClosed()
                        && session.identity() != null
                        && session.userId().equals(userId))
                .toList();
        theirs.forEach(session -> session.close(CloseCode.FORBIDDEN, reason));
        return theirs.size();
    }

    /** Ends what has run out of time; to be called about twice a second. */
    public void expire() {
        long now = loop.now();
        long wallClock = System.currentTimeMillis();
        long idleMs = TimeUnit.SECONDS.toMillis(limits.idleSeconds());
        for (Session session : List.copyOf(sessions)) {
            long stuckMs = session.stuckMs(now);
            if (stuckMs > idleMs) {
                session.close(CloseCode.OVERLOADED, "read nothing for " + limits.idleSeconds() + " s (idle-seconds)");
            } else if (stuckMs == 0 && now - session.heardAt() > idleMs) { // who is stuck is not heard
                session.close(CloseCode.NO_HEARTBEAT, "silent for " + limits.idleSeconds() + " s (idle-seconds)");
            } else if (session.identity() == null) {
                if (now - session.connectedAt() > TimeUnit.SECONDS.toMillis(limits.authSeconds())) {
                    session.close(
                            CloseCode.NO_HEARTBEAT, "no auth within " + limits.authSeconds() + " s (auth-seconds)");
                }
            } else {
                checkToken(session, wallClock);
            }
        }
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
