package io.seqway.gateway.command;

import io.seqway.gateway.auth.RoomAccess;
import io.seqway.gateway.presence.PresenceLink;
import io.seqway.gateway.room.Entrance;
import io.seqway.gateway.room.Hub;
import io.seqway.gateway.room.Subscription;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.RoomMessage.RoomRight;
import io.seqway.protocol.cluster.Epochs;
import io.seqway.protocol.frame.Position;
import io.seqway.protocol.frame.ServerFrames;
import io.seqway.protocol.frame.Standing;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/** Who may enter which room, and entering and leaving them. */
final class Rooms {
    private final Hub hub;
    private final PresenceLink presence;
    private final Limits limits;
    private final Entrance entrance;

    Rooms(Hub hub, PresenceLink presence, Limits limits, Entrance entrance) {
        this.hub = hub;
        this.presence = presence;
        this.limits = limits;
        this.entrance = entrance;
    }

    /** Completes when the session may read of the room; fails with a {@link Refusal}, also of one that does not exist. */
    Future<Void> enter(Session session, String room) {
        Subscription joined = session.rooms().get(room);
        return joined != null && joined.admitted().succeeded()
                ? Future.succeededFuture()
                : entrance.enter(session.identity(), room);
    }

    /** Whether the session may be in a room, as far as that is known without its owner, unless it was made. */
    boolean admitsUnmade(Session session, String room) {
        return entrance.admitsUnmade(session.identity(), room);
    }

    /** Whether a room of the user is one that the session may be in. */
    boolean admits(Session session, Standing room) {
        return Epochs.isMade(room.epoch())
                ? room.role() != null || session.identity().grants(room.room())
                : admitsUnmade(session, room.room());
    }

    /** Asks whether the session may be in a room: the entry that has made the user what it is there. */
    Future<Long> admission(Session session, String room) {
        return entrance.ask(session.identity(), room).map(RoomRight::since);
    }

    /** The user may not be in a room any more, and the session has got all up to that. */
    void expelled(Session session, String room, String reason) {
        session.write(ServerFrames.removed(room, reason));
        leave(session, room);
    }

    /** Does what only somebody may do who may be in the room, as soon as that is known; else refuses it. */
    void onceAdmitted(Session session, String frameId, String room, Runnable task) {
        onceKnown(
                session,
                room,
                () -> carryOut(session, frameId, room, task),
                refusal -> session.refuse(frameId, refusal, room, null));
    }

    private static void carryOut(Session session, String frameId, String room, Runnable task) {
        try {
            task.run();
        } catch (Refusal refusal) {
            session.refuse(frameId, refusal, room, null);
        }
    }

    /** Calls one of both, at once or as soon as it is known whether the session may be in a room that it has joined. */
    void onceKnown(Session session, String room, Runnable admitted, Consumer<Refusal> refused) {
        session.rooms()
                .get(room)
                .admitted()
                .onSuccess(done -> admitted.run())
                .onFailure(e -> refused.accept(Refusals.of(e)));
    }

    /** Throws a {@link Refusal} unless the session has joined the room. */
    void requireJoined(Session session, String room) {
        if (!session.rooms().containsKey(room)) {
            throw new Refusal(ErrorCode.NOT_JOINED, "join the room first");
        }
    }

    /** Enters a room, anew if the session is in it; throws a {@link Refusal} if it may not. */
    Subscription join(Session session, String room, Position position, int tail, boolean showPresence) {
        boolean again = session.rooms().containsKey(room);
        if (!again && session.rooms().size() >= limits.maxRoomsPerConnection()) {
            throw Refusal.limit(
                    ErrorCode.LIMIT_EXCEEDED,
                    "too many rooms joined",
                    "max-rooms-per-connection",
                    limits.maxRoomsPerConnection());
        }
        leave(session, room);
        Subscription subscription = hub.join(room, position, tail, session);
        session.rooms().put(room, subscription);
        subscription
                .joined()
                .onFailure(e -> session.rooms().remove(room, subscription))
                .onSuccess(joined -> {
                    if (position == null || position.seq() == 0) {
                        hub.receipts().come(room, session.userId());
                    }
                    if (session.rooms().get(room) == subscription) {
                        presence.joined(session, room, showPresence);
                    }
                });
        return subscription;
    }

    /** The session lagged behind in a room, and does not any more. */
    void caughtUp(Session session, String room) {
        presence.caughtUp(session, room);
    }

    /** Takes the session out of the rooms that its newer token does not open any more. */
    void leaveForbidden(Session session) {
        for (String room : List.copyOf(session.rooms().keySet())) {
            Subscription joined = session.rooms().get(room);
            boolean unmade = joined.epoch() != null && !Epochs.isMade(joined.epoch());
            if (unmade && !admitsUnmade(session, room)) {
                leaveForbidden(session, room);
            } else if (!unmade && !session.identity().grants(room)) {
                askAgain(session, room, joined);
            }
        }
    }

    /** A member may be in the room whatever the token says. */
    private void askAgain(Session session, String room, Subscription joined) {
        admission(session, room).onFailure(e -> {
            boolean forbidden = e instanceof Refusal refusal && !refusal.code().retryable();
            if (forbidden && session.rooms().get(room) == joined) {
                leaveForbidden(session, room);
            }
        });
    }

    private void leaveForbidden(Session session, String room) {
        session.write(ServerFrames.removed(room, "the token does not open this room any more"));
        leave(
                session,
                room,
                joined -> joined.end(RoomAccess.notAMember())); // after it: a join or resume under way ends with this
    }

    /** The user has sent something, or is gone, and so does not type any more. */
    void endTyping(Session session, String room) {
        if (session.typist().ends(room)) {
            hub.typing(room, false, session);
        }
    }

    /** Leaves a room; nothing happens if the session is not in it. */
    void leave(Session session, String room) {
        leave(session, room, Subscription::end);
    }

    private void leave(Session session, String room, Consumer<Subscription> end) {
        Subscription subscription = session.rooms().remove(room);
        if (subscription != null) {
            endTyping(session, room);
            end.accept(subscription);
            presence.left(session, room);
        }
    }
}
