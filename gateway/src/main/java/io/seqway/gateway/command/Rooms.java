package io.seqway.gateway.command;

import io.seqway.gateway.presence.PresenceLink;
import io.seqway.gateway.room.Hub;
import io.seqway.gateway.room.Subscription;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.frame.Position;

/** Who may enter which room, and entering and leaving them. */
final class Rooms {
    private final Hub hub;
    private final PresenceLink presence;
    private final Limits limits;
    private final boolean open;

    /** @param open whether everybody may enter every room */
    Rooms(Hub hub, PresenceLink presence, Limits limits, boolean open) {
        this.hub = hub;
        this.presence = presence;
        this.limits = limits;
        this.open = open;
    }

    /** Throws a {@link Refusal}, the same for a room that does not exist, unless the session may be in the room. */
    void requireMember(Session session, String room) {
        if (!open && !session.identity().grants(room)) {
            throw new Refusal(ErrorCode.NOT_A_MEMBER, "not a member of this room");
        }
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
        presence.joined(session, room, showPresence);
        subscription.joined().onFailure(e -> {
            if (session.rooms().remove(room, subscription)) {
                presence.left(session, room);
            }
        });
        if (showPresence) {
            subscription.joined().onSuccess(joined -> presence.show(session, room, null));
        }
        return subscription;
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
