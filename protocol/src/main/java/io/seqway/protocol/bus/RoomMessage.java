package io.seqway.protocol.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.seqway.protocol.bus.StreamMessage.Refused;
import java.util.List;

/** What gateways and message stores say to each other of rooms that were made, and of who may be in them. */
public sealed interface RoomMessage extends BusMessage {
    /**
     * Asks which rooms a user was ever in; any message store knows, and answers by {@link RoomNames}.
     *
     * @param after only names behind this one, or {@code null}
     */
    record AskRooms(ReplyTo replyTo, String user, String after, int limit) implements RoomMessage {}

    /** Asks what users may do in rooms of the same partition; answered by {@link Rights}. */
    record AskRights(ReplyTo replyTo, List<RoomUser> asked) implements RoomMessage {}

    /**
     * Asks which rooms a user is a member of; any message store knows, and answers by {@link RoomNames}.
     *
     * @param after only names behind this one, or {@code null}
     */
    record AskMemberships(ReplyTo replyTo, String user, String after, int limit) implements RoomMessage {}

    /**
     * Asks the owner of a room to make it, to show it, to change it or to remove it; answered by {@link Managed}. It may be
     * asked again, with the same {@code request}.
     *
     * @param request names what is asked among all that is
     * @param what one of the constants here
     * @param by who asks
     * @param service whether it is a backend, which may manage every room
     * @param content what the room is to be, where it is made or changed, else {@code null}
     * @param after only members behind this one, or {@code null}
     * @param limit members at the most
     */
    record Manage(
            ReplyTo replyTo,
            String room,
            String request,
            String what,
            Author by,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean service,
            RoomContent content,
            String after,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int limit)
            implements RoomMessage {
        public static final String MAKE = "make";
        public static final String SHOW = "show";
        public static final String CHANGE = "change";
        public static final String REMOVE = "remove";
        public static final String MEMBERS = "members";
    }

    /**
     * Asks for rooms that were made; any message store knows, and answers by {@link MadeRooms}.
     *
     * @param user only those that this user is a member of, or {@code null} for all
     * @param after only names behind this one, or {@code null}
     */
    record AskMadeRooms(ReplyTo replyTo, String user, String after, int limit) implements RoomMessage {}

    /**
     * The answer to {@link AskRooms}.
     *
     * @param rooms in rising order
     * @param error an error code instead, or {@code null}
     */
    record RoomNames(ReplyTo replyTo, List<String> rooms, boolean more, String error) implements RoomMessage {}

    /**
     * The answer to {@link AskRights}, in the order in which it was asked.
     *
     * @param error an error code instead, or {@code null}
     */
    record Rights(ReplyTo replyTo, List<RoomRight> rights, String error) implements RoomMessage {}

    /**
     * The answer to {@link Manage}.
     *
     * @param members in rising ids, where they were asked for
     * @param more whether there are others behind these
     * @param refused why it is not done, or {@code null}
     * @param error an error code instead of all that, or {@code null}
     */
    record Managed(
            ReplyTo replyTo,
            MadeRoom room,
            List<RoomMember> members,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean more,
            Refused refused,
            String error)
            implements RoomMessage {}

    /**
     * The answer to {@link AskMadeRooms}.
     *
     * @param rooms in rising order of their names
     * @param cursor the name behind which there are others, or {@code null}
     * @param error an error code instead, or {@code null}
     */
    record MadeRooms(ReplyTo replyTo, List<MadeRoom> rooms, String cursor, String error) implements RoomMessage {}

    /**
     * Users are members of a room now, or not any more; to every gateway node. It may be lost: who has joined the room
     * hears it by the entry itself.
     *
     * @param seq that of the entry that says so, or 0
     * @param role what they are now, or {@code null} if they are no members any more
     * @param reason why they are none any more, or {@code null}
     */
    record Memberships(
            String room,
            String epoch,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long seq,
            String role,
            List<String> users,
            String reason)
            implements RoomMessage {}

    /** A user who may be in a room, or not. */
    record RoomUser(String room, String user) {}

    /**
     * What a user may do in a room.
     *
     * @param access one of the constants here
     * @param role of a member, else {@code null}
     * @param since the seq of the entry that has made the user what it is there; 0 if there is none
     */
    record RoomRight(
            String room,
            String access,
            String role,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long since) {
        /** The room was never made: the token decides, and the configuration. */
        public static final String UNMADE = "unmade";

        /** The room was made for everybody. */
        public static final String OPEN = "open";

        /** The room was made for its members. */
        public static final String MEMBERS = "members";

        /** The room was removed: nobody may be there. */
        public static final String GONE = "gone";
    }

    /**
     * What a room is to be.
     *
     * @param access as in {@link RoomRight}; {@code null} to leave it
     * @param members who is to be there from the beginning; {@code null} where it is there already
     * @param title {@code null} to leave it, and empty for none
     * @param metadata JSON text; {@code null} to leave it, and {@code null} as JSON text for none
     * @param retention a rule of its own; {@code null} to leave it
     * @param retentionOfAll whether it is to have no rule of its own any more
     */
    record RoomContent(
            String access,
            List<RoomMember> members,
            String title,
            String metadata,
            RoomRetention retention,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean retentionOfAll) {
        /** That leaves how much is kept. */
        public RoomContent(String access, List<RoomMember> members, String title, String metadata) {
            this(access, members, title, metadata, null, false);
        }
    }

    /**
     * How much of a room is kept (docs/protocol.md, "Retention").
     *
     * @param maxAgeSeconds how old entries may become, in s; 0 for any age
     * @param maxEntries how many there may be; 0 for any number
     */
    record RoomRetention(
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long maxAgeSeconds,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long maxEntries) {}

    /**
     * A member of a room.
     *
     * @param since the seq of the entry that has made the user what it is; 0 where there is none yet
     */
    record RoomMember(
            String user,
            String role,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long since) {}

    /**
     * A room that was made.
     *
     * @param title {@code null} for none
     * @param metadata JSON text, or {@code null} for none
     * @param retention a rule of its own, or {@code null} for none
     * @param createdAt in ms since 1970
     * @param role of who asks, or {@code null} for none
     * @param epoch {@code null} where only the owner of the room knows it
     * @param seq the head of its log, where the epoch is known
     * @param members how many it has, where the epoch is known
     */
    record MadeRoom(
            String room,
            String access,
            String title,
            String metadata,
            RoomRetention retention,
            long createdAt,
            String role,
            String epoch,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long seq,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int members) {}
}
