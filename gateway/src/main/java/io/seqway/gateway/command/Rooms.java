package io.seqway.gateway.command;

import io.seqway.gateway.auth.RoomAccess;
import io.seqway.gateway.presence.PresenceLink;
import io.seqway.gateway.room.Hub;
import io.seqway.gateway.room.Subscription;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.frame.Position;
import io.seqway.protocol.frame.ServerFrames;
import java.util.List;

/** Who may enter which room, and entering and leaving them. */
final class Rooms {
    private final Hub hub;
    private final PresenceLink presence;
    private final Limits limits;
    private final RoomAccess access;

    Rooms(Hub hub, PresenceLink presence, Limits limits, RoomAccess access) {
        this.hub = hub;
        this.presence = presence;
        this.limits = limits;
        this.access = access;
    }

    /** Throws a {@link Refusal}, the same for a room that does not exist, unless the session may be in the room. */
    void requireMember(Session session, String room) {
        access.require(session.identity(), room);
    }

    /** Why a room was not joined: one that a newer token has closed meanwhile is not one to be joined again. */
    Refusal whyNotJoined(Session session, String room, Throwable cause) {
        return access.admits(session.identity(), room) ? Refusals.of(cause) : RoomAccess.notAMember();
    }

    /** Throws a {@link Refusal} unless the session has joined the room. */
    void requireJoined(Session session, String room) {
        if (!session.rooms().containsKey(room)) {
            throw new Refusal(ErrorCode.NOT_JOINED, "join the room first");
        }
    }

    /** Enters a room, anew if the session is in it; throws a {@link Refusal} if it may not. */
    Subscription join(Session session, String room, Position position, int tail, boolean showPresence) {
        requireMember(session, room);
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
                    if (session.rooms().get(room) == subscription) {
                        presence.joined(session, room, showPresence);
                    }
                });
        return subscription;
    }

    /** Takes the session out of the rooms that its newer token does not open any more. */
    void leaveForbidden(Session session) {
        for (String room : List.copyOf(session.rooms().keySet())) {
            if (!access.admits(session.identity(), room)) {
                session.write(ServerFrames.removed(room, "the token does not open this room any more"));
                leave(session, room); // after it: a join or resume under way ends with this
            }
        }
    }

    /** Leaves a room; nothing happens if the session is not in it. */
    void leave(Session session, String room) {
        Subscription subscription = session.rooms().remove(room);
        if (subscription != null) {
            subscription.end();
            presence.left(session, room);
        }
    }
}
