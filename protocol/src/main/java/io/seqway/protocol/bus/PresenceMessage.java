package io.seqway.protocol.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** What gateways and presence say to each other of who is online. */
public sealed interface PresenceMessage extends BusMessage {
    /**
     * How many connections users have in rooms now. Said at each change, and again until {@link HereTaken} answers it.
     *
     * @param node who speaks: one source, which has a {@link Lease}. Of an older node, one hub, which says all of it again
     *     every few seconds and waits for no answer
     */
    record Here(String node, List<Arrival> arrivals) implements PresenceMessage {}

    /**
     * The answer to {@link Here}, if the one who spoke waits for it.
     *
     * @param taken whether it counts now; else it is to be said again
     * @param known whether the source has a lease; else it has none any more, and must begin anew under another name
     */
    record HereTaken(boolean taken, boolean known) implements PresenceMessage {}

    /**
     * A source lives; said every few seconds. All that it said of its connections holds until its lease is over, and the
     * node that hears this tells the gateway of changes.
     *
     * @param source one hub of one gateway node, from its start or from when its former name was lost
     * @param gateway the gateway node
     * @param begins whether it is said for the first time
     */
    record Lease(String source, String gateway, boolean begins) implements PresenceMessage {}

    /**
     * The answer to {@link Lease}.
     *
     * @param available whether presence can take anything now
     * @param known whether the source has a lease now
     */
    record Leased(boolean available, boolean known) implements PresenceMessage {}

    /**
     * To gateways: what was said to this node of presence, and what it said of changes, may be lost. All is to be said, and
     * asked for, once more. Answered by {@link SaidAgain} as a reply once that node has taken all of it.
     *
     * @param node the node of presence
     */
    record SayAgain(String node) implements PresenceMessage {}

    /** A gateway has said all again that it was asked for. */
    record SaidAgain() implements PresenceMessage {}

    /**
     * Asks who is present in a room; answered by {@link Present} as a reply.
     *
     * @param users these, whether they are present or not; empty for all
     * @param cursor with a limit: behind this user; {@code null} for the first page
     * @param limit users of a page; 0 for all of them, or none at all if there are too many
     */
    record Who(
            String room,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> users,
            String cursor,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int limit)
            implements PresenceMessage {
        /** An older node asks for all. */
        public Who {
            users = users == null ? List.of() : users;
        }

        /** Asks for all who are there. */
        public Who(String room) {
            this(room, List.of(), null, 0);
        }
    }

    /**
     * Who is present in a room.
     *
     * @param users {@code null} while presence cannot tell
     * @param total how many there are; 0 where an older node answers
     * @param partial whether there are more than {@code users}
     * @param cursor where the next page begins, or {@code null} if there is none
     * @param revision the last change that this takes in; 0 where an older node answers
     */
    record Present(
            String room,
            List<PresentUser> users,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int total,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean partial,
            String cursor,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long revision)
            implements PresenceMessage {
        /** Nobody can tell. */
        public static Present unavailable(String room) {
            return new Present(room, null, 0, false, null, 0);
        }
    }

    /**
     * Who came online in a room, or is otherwise than before, and who went offline.
     *
     * @param total how many are online now; 0 where an older node speaks
     * @param partial whether there are so many that nobody is named
     * @param revision names this change; greater than that of all before; 0 where an older node speaks
     * @param before the revision that this changes
     */
    record PresenceChange(
            String room,
            List<PresentUser> online,
            List<PresentUser> offline,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int total,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean partial,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long revision,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long before)
            implements PresenceMessage {}

    /** When users were online last; a later time prevails. As an answer, of those of whom it is known. */
    record Seen(List<SeenUser> users) implements PresenceMessage {}

    /** Asks when users were online last; answered by {@link Seen} as a reply. */
    record AskSeen(List<String> users) implements PresenceMessage {}

    /**
     * Which connections users have, in whatever rooms. Said when one comes and when it goes, and all of it again every few
     * seconds: what is not said again ends by itself. Answered by {@link Surplus} to the hubs whose connections are too
     * many.
     *
     * @param node the gateway node that speaks
     * @param hub the index of the hub on that node
     * @param most how many connections a user may have, 1 or more
     * @param replace whether the newest ones stay; otherwise those stay that are there, and a fresh one is too many
     */
    record Connected(String node, int hub, int most, boolean replace, List<Connection> connections)
            implements PresenceMessage {}

    /**
     * These connections of a hub are too many.
     *
     * @param hub the index of the hub on the node that is told
     * @param replaced whether newer ones have taken their places; otherwise there was no place for them
     */
    record Surplus(int hub, boolean replaced, List<String> sessions) implements PresenceMessage {}

    /** Asks what time it is by the clock that presence counts with; answered by {@link Clock} as a reply. */
    record AskClock() implements PresenceMessage {}

    /** @param micros in us since 1970; 0 while presence cannot tell */
    record Clock(long micros) implements PresenceMessage {}

    /**
     * How many connections of a user are in a room now at the one who speaks.
     *
     * @param ago how long ago that came to be, in ms
     * @param status as in {@link PresentUser}
     * @param since when the status was set, in ms since 1970; 0 if it was not
     */
    record Arrival(
            String room,
            String user,
            String name,
            int connections,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long ago,
            String status,
            String text,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long since) {
        /** Of a user who has set no status. */
        public Arrival(String room, String user, String name, int connections) {
            this(room, user, name, connections, 0, null, null, 0);
        }
    }

    /**
     * A connection of a user.
     *
     * @param session its id, unlike all others
     * @param order when it came, in us since 1970 by the clock that presence counts with: the greater, the newer; 0 when
     *     it has gone
     * @param fresh whether it has just come
     */
    record Connection(
            String user,
            String session,
            long order,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean fresh) {}

    /**
     * A user in a room.
     *
     * @param lastSeen when the user was last online, in ms since 1970; 0 while online
     * @param status what the user has set: {@code away} or {@code busy}; {@code null} for neither
     * @param text what the user says of it, or {@code null}
     */
    record PresentUser(String user, String name, int connections, long lastSeen, String status, String text) {
        /** Of a user who has set no status. */
        public PresentUser(String user, String name, int connections, long lastSeen) {
            this(user, name, connections, lastSeen, null, null);
        }
    }

    /** @param at in ms since 1970 */
    record SeenUser(String user, long at) {}
}
