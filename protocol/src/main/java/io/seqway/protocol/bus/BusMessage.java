package io.seqway.protocol.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.seqway.protocol.cluster.HeadSum;
import io.seqway.protocol.frame.Cursor;
import io.seqway.protocol.frame.Message;
import io.seqway.protocol.frame.Standing;
import java.util.List;

/**
 * What nodes say to each other over the event bus. All of it may be lost, late or repeated; the log still decides.
 * The short names are part of the format between nodes of different versions: never give one a second meaning.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
    @JsonSubTypes.Type(value = BusMessage.Submit.class, name = "sp"),
    @JsonSubTypes.Type(value = BusMessage.Probe.class, name = "pb"),
    @JsonSubTypes.Type(value = BusMessage.Watch.class, name = "wa"),
    @JsonSubTypes.Type(value = BusMessage.Unwatch.class, name = "un"),
    @JsonSubTypes.Type(value = BusMessage.UnwatchAll.class, name = "ua"),
    @JsonSubTypes.Type(value = BusMessage.Read.class, name = "re"),
    @JsonSubTypes.Type(value = BusMessage.Heard.class, name = "hd"),
    @JsonSubTypes.Type(value = BusMessage.Emit.class, name = "em"),
    @JsonSubTypes.Type(value = BusMessage.AskPlace.class, name = "qp"),
    @JsonSubTypes.Type(value = BusMessage.Place.class, name = "pl"),
    @JsonSubTypes.Type(value = BusMessage.Moves.class, name = "cm"),
    @JsonSubTypes.Type(value = BusMessage.AskCursors.class, name = "qc"),
    @JsonSubTypes.Type(value = BusMessage.Cursors.class, name = "cu"),
    @JsonSubTypes.Type(value = BusMessage.AskStandings.class, name = "qs"),
    @JsonSubTypes.Type(value = BusMessage.Standings.class, name = "st"),
    @JsonSubTypes.Type(value = BusMessage.AskRooms.class, name = "qr"),
    @JsonSubTypes.Type(value = BusMessage.RoomNames.class, name = "rn"),
    @JsonSubTypes.Type(value = BusMessage.Given.class, name = "gi"),
    @JsonSubTypes.Type(value = BusMessage.Delivery.class, name = "de"),
    @JsonSubTypes.Type(value = BusMessage.Beacon.class, name = "be"),
    @JsonSubTypes.Type(value = BusMessage.Page.class, name = "pa"),
    @JsonSubTypes.Type(value = BusMessage.Here.class, name = "he"),
    @JsonSubTypes.Type(value = BusMessage.Who.class, name = "wh"),
    @JsonSubTypes.Type(value = BusMessage.Present.class, name = "pr"),
    @JsonSubTypes.Type(value = BusMessage.PresenceChange.class, name = "pc"),
    @JsonSubTypes.Type(value = BusMessage.Disconnect.class, name = "dc"),
    @JsonSubTypes.Type(value = BusMessage.Disconnected.class, name = "dd"),
    @JsonSubTypes.Type(value = BusMessage.Connected.class, name = "cn"),
    @JsonSubTypes.Type(value = BusMessage.Surplus.class, name = "su"),
    @JsonSubTypes.Type(value = BusMessage.AskClock.class, name = "ac"),
    @JsonSubTypes.Type(value = BusMessage.Clock.class, name = "ck"),
    @JsonSubTypes.Type(value = BusMessage.AskUser.class, name = "au"),
    @JsonSubTypes.Type(value = BusMessage.UserReport.class, name = "ur"),
    @JsonSubTypes.Type(value = BusMessage.AskRoom.class, name = "ar"),
    @JsonSubTypes.Type(value = BusMessage.RoomReport.class, name = "rr"),
    @JsonSubTypes.Type(value = BusMessage.HereTaken.class, name = "ht"),
    @JsonSubTypes.Type(value = BusMessage.Lease.class, name = "le"),
    @JsonSubTypes.Type(value = BusMessage.Leased.class, name = "ld"),
    @JsonSubTypes.Type(value = BusMessage.SayAgain.class, name = "sa"),
    @JsonSubTypes.Type(value = BusMessage.SaidAgain.class, name = "sd"),
    @JsonSubTypes.Type(value = BusMessage.Seen.class, name = "se"),
    @JsonSubTypes.Type(value = BusMessage.AskSeen.class, name = "as"),
    @JsonSubTypes.Type(value = BusMessage.PutChunk.class, name = "ch"),
    @JsonSubTypes.Type(value = BusMessage.ChunkStored.class, name = "cs"),
    @JsonSubTypes.Type(value = BusMessage.AskStream.class, name = "ask"),
    @JsonSubTypes.Type(value = BusMessage.StreamFound.class, name = "sf"),
    @JsonSubTypes.Type(value = BusMessage.ReadChunk.class, name = "rc"),
    @JsonSubTypes.Type(value = BusMessage.ChunkFound.class, name = "cf"),
    @JsonSubTypes.Type(value = BusMessage.RemoveStream.class, name = "rs"),
    @JsonSubTypes.Type(value = BusMessage.StreamRemoved.class, name = "sr"),
    @JsonSubTypes.Type(value = BusMessage.Refused.class, name = "rf"),
    @JsonSubTypes.Type(value = BusMessage.AskRights.class, name = "qa"),
    @JsonSubTypes.Type(value = BusMessage.Rights.class, name = "ra"),
    @JsonSubTypes.Type(value = BusMessage.AskMemberships.class, name = "qm"),
    @JsonSubTypes.Type(value = BusMessage.Manage.class, name = "mg"),
    @JsonSubTypes.Type(value = BusMessage.Managed.class, name = "md"),
    @JsonSubTypes.Type(value = BusMessage.AskMadeRooms.class, name = "qk"),
    @JsonSubTypes.Type(value = BusMessage.MadeRooms.class, name = "kr"),
    @JsonSubTypes.Type(value = BusMessage.Memberships.class, name = "ms")
})
public sealed interface BusMessage {
    /** The error of an {@link Outcome} or {@link Page} from a node that does not own the room: ask the owner. */
    String NOT_OWNER = "not-owner";

    /**
     * What a newer node has said and this one cannot read: as good as lost.
     *
     * @param version the version that a reader must know
     */
    record Unreadable(int version) implements BusMessage {}

    // gateway to message store

    /**
     * What one hub has for the owner of some partitions, each through a pipe of its own.
     *
     * @param node the gateway node that speaks
     * @param hub the index of the hub on that node
     */
    record Submit(String node, int hub, List<Part> parts) implements BusMessage {}

    /**
     * Asks the owner of some partitions whether it has got what one hub sent; answered only by what is missing.
     *
     * @param node the gateway node that asks
     * @param hub the index of the hub on that node
     */
    record Probe(String node, int hub, List<PipeEnd> pipes) implements BusMessage {}

    /**
     * Interest in rooms: what the store appends to them goes to this node. Answered by {@link Ends} for the rooms that
     * end elsewhere than the node thinks. Interest lasts as long as the node answers {@link Beacon}s.
     *
     * @param node the gateway node that asks
     */
    record Watch(String node, List<Watched> rooms) implements BusMessage {}

    /** No more interest in these rooms. */
    record Unwatch(String node, List<String> rooms) implements BusMessage {}

    /** No more interest in any room of these partitions, but for what is said behind this. */
    record UnwatchAll(String node, List<Integer> partitions) implements BusMessage {}

    /**
     * How far the node has handled what the store pushed to it: the answer to every {@link Beacon}, and to every
     * 256 KiB of entries.
     *
     * @param node the gateway node that speaks
     * @param session as in {@link Pushed}
     * @param bytes as in {@link Pushed}
     */
    record Heard(String node, long session, long bytes) implements BusMessage {}

    /**
     * Asks for a page of a room. Exactly one of {@code after} and {@code before} is set.
     *
     * @param after entries above this seq, or -1
     * @param before entries below this seq, or -1
     * @param limit entries at the most
     * @param maxBytes bytes of entries at the most, but one entry at the least
     */
    record Read(ReplyTo replyTo, String room, long after, long before, int limit, int maxBytes) implements BusMessage {}

    /**
     * Asks which is the first entry of a room that is not older; answered by {@link Place}.
     *
     * @param time in ms since 1970
     */
    record AskPlace(ReplyTo replyTo, String room, long time) implements BusMessage {}

    /**
     * Something for whoever is in a room now: the owner passes it on to the nodes that watch the room.
     *
     * @param node the gateway node that speaks
     */
    record Emit(String node, Signal signal) implements BusMessage {}

    /**
     * How far users have got rooms, or that they have joined them.
     *
     * @param node the gateway node that speaks
     */
    record Moves(String node, List<Move> moves) implements BusMessage {}

    /** Asks for the cursors of a room; answered by {@link Cursors}. */
    record AskCursors(ReplyTo replyTo, String room) implements BusMessage {}

    /** Asks how far a user is in rooms of the same partition; answered by {@link Standings}. */
    record AskStandings(ReplyTo replyTo, String user, List<String> rooms) implements BusMessage {}

    /**
     * Asks which rooms a user was ever in; any message store knows, and answers by {@link RoomNames}.
     *
     * @param after only names behind this one, or {@code null}
     */
    record AskRooms(ReplyTo replyTo, String user, String after, int limit) implements BusMessage {}

    /** Asks what users may do in rooms of the same partition; answered by {@link Rights}. */
    record AskRights(ReplyTo replyTo, List<RoomUser> asked) implements BusMessage {}

    /**
     * Asks which rooms a user is a member of; any message store knows, and answers by {@link RoomNames}.
     *
     * @param after only names behind this one, or {@code null}
     */
    record AskMemberships(ReplyTo replyTo, String user, String after, int limit) implements BusMessage {}

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
            implements BusMessage {
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
    record AskMadeRooms(ReplyTo replyTo, String user, String after, int limit) implements BusMessage {}

    // message store to message store

    /**
     * The assignment in the database gives partitions to the node that hears this: it need not wait for its next beat to
     * see them.
     *
     * @param node the node that had them
     */
    record Given(String node) implements BusMessage {}

    // message store to gateway

    /**
     * What one turn of the store brought for one gateway node: owners of partitions it should know, messages that are
     * shown before they are stored, answers to its submissions, what is missing in its pipes, the ends of rooms it has to
     * look at, and new entries of its rooms; to be looked at in this order. And what is said in its rooms and not stored, and
     * who has got how much of them.
     *
     * @param pushed how much was pushed with this, or {@code null} to a node that watches nothing
     * @param pendings in the order in which they began and ended
     */
    record Delivery(
            Pushed pushed,
            List<Owned> owners,
            List<Outcome> outcomes,
            List<Gap> gaps,
            List<Ends> ends,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Pending> pendings,
            List<Run> runs,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Signal> signals,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Moved> receipts)
            implements BusMessage {
        /** An older node says neither pendings nor signals nor receipts. */
        public Delivery {
            pendings = pendings == null ? List.of() : pendings;
            signals = signals == null ? List.of() : signals;
            receipts = receipts == null ? List.of() : receipts;
        }

        public Delivery(
                Pushed pushed,
                List<Owned> owners,
                List<Outcome> outcomes,
                List<Gap> gaps,
                List<Ends> ends,
                List<Run> runs) {
            this(pushed, owners, outcomes, gaps, ends, List.of(), runs, List.of(), List.of());
        }
    }

    /**
     * Said to every gateway node every two seconds, behind the entries that were pushed to it before: where the rooms
     * stand that this node watches. Answered by {@link Heard}.
     *
     * @param pushed how much was pushed before this
     * @param partitions those that the store owns; none while its lease does not last
     * @param cutOff whether the store is cut off from the nodes that own the rooms
     */
    record Beacon(Pushed pushed, List<PartitionSum> partitions, boolean cutOff) implements BusMessage {
        public Beacon(Pushed pushed, List<PartitionSum> partitions) {
            this(pushed, partitions, false);
        }
    }

    /**
     * The answer to a {@link Read}.
     *
     * @param first the seq of the first frame
     * @param frames {@code message} frames in rising seq without holes
     * @param error an error code instead, or {@code null}
     */
    record Page(
            ReplyTo replyTo,
            String room,
            String epoch,
            long floor,
            long head,
            long first,
            List<byte[]> frames,
            String error)
            implements BusMessage {}

    /**
     * The answer to {@link AskCursors}.
     *
     * @param more whether the room has others, who have read less
     * @param error an error code instead, or {@code null}
     */
    record Cursors(ReplyTo replyTo, List<Cursor> cursors, boolean more, String error) implements BusMessage {}

    /**
     * The answer to {@link AskStandings}: of the rooms in the order in which they were asked for, without their roles.
     *
     * @param error an error code instead, or {@code null}
     */
    record Standings(ReplyTo replyTo, List<Standing> rooms, String error) implements BusMessage {}

    /**
     * The answer to {@link AskRooms}.
     *
     * @param rooms in rising order
     * @param error an error code instead, or {@code null}
     */
    record RoomNames(ReplyTo replyTo, List<String> rooms, boolean more, String error) implements BusMessage {}

    /**
     * The answer to {@link AskPlace}.
     *
     * @param seq that of the entry, or the one behind the head
     * @param error an error code instead, or {@code null}
     */
    record Place(ReplyTo replyTo, long seq, String error) implements BusMessage {}

    /**
     * The answer to {@link AskRights}, in the order in which it was asked.
     *
     * @param error an error code instead, or {@code null}
     */
    record Rights(ReplyTo replyTo, List<RoomRight> rights, String error) implements BusMessage {}

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
            implements BusMessage {}

    /**
     * The answer to {@link AskMadeRooms}.
     *
     * @param rooms in rising order of their names
     * @param cursor the name behind which there are others, or {@code null}
     * @param error an error code instead, or {@code null}
     */
    record MadeRooms(ReplyTo replyTo, List<MadeRoom> rooms, String cursor, String error) implements BusMessage {}

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
            implements BusMessage {}

    // gateway and presence

    /**
     * How many connections users have in rooms now. Said at each change, and again until {@link HereTaken} answers it.
     *
     * @param node who speaks: one source, which has a {@link Lease}. Of an older node, one hub, which says all of it again
     *     every few seconds and waits for no answer
     */
    record Here(String node, List<Arrival> arrivals) implements BusMessage {}

    /**
     * The answer to {@link Here}, if the one who spoke waits for it.
     *
     * @param taken whether it counts now; else it is to be said again
     * @param known whether the source has a lease; else it has none any more, and must begin anew under another name
     */
    record HereTaken(boolean taken, boolean known) implements BusMessage {}

    /**
     * A source lives; said every few seconds. All that it said of its connections holds until its lease is over, and the
     * node that hears this tells the gateway of changes.
     *
     * @param source one hub of one gateway node, from its start or from when its former name was lost
     * @param gateway the gateway node
     * @param begins whether it is said for the first time
     */
    record Lease(String source, String gateway, boolean begins) implements BusMessage {}

    /**
     * The answer to {@link Lease}.
     *
     * @param available whether presence can take anything now
     * @param known whether the source has a lease now
     */
    record Leased(boolean available, boolean known) implements BusMessage {}

    /**
     * To gateways: what was said to this node of presence, and what it said of changes, may be lost. All is to be said, and
     * asked for, once more. Answered by {@link SaidAgain} as a reply once that node has taken all of it.
     *
     * @param node the node of presence
     */
    record SayAgain(String node) implements BusMessage {}

    /** A gateway has said all again that it was asked for. */
    record SaidAgain() implements BusMessage {}

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
            implements BusMessage {
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
            implements BusMessage {
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
            implements BusMessage {}

    // presence to message store, gateway to both

    /** When users were online last; a later time prevails. As an answer, of those of whom it is known. */
    record Seen(List<SeenUser> users) implements BusMessage {}

    /** Asks when users were online last; answered by {@link Seen} as a reply. */
    record AskSeen(List<String> users) implements BusMessage {}

    // gateway to gateway

    /**
     * Asks a gateway node to close the connections of a user; answered by {@link Disconnected} as a reply.
     *
     * @param reason what the connections are told
     */
    record Disconnect(String user, String reason) implements BusMessage {}

    /** @param connections how many were closed */
    record Disconnected(int connections) implements BusMessage {}

    // gateway and presence, of users

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
            implements BusMessage {}

    /**
     * These connections of a hub are too many.
     *
     * @param hub the index of the hub on the node that is told
     * @param replaced whether newer ones have taken their places; otherwise there was no place for them
     */
    record Surplus(int hub, boolean replaced, List<String> sessions) implements BusMessage {}

    /** Asks what time it is by the clock that presence counts with; answered by {@link Clock} as a reply. */
    record AskClock() implements BusMessage {}

    /** @param micros in us since 1970; 0 while presence cannot tell */
    record Clock(long micros) implements BusMessage {}

    // of whoever runs the nodes

    /** Asks a gateway node for the connections of a user; answered by {@link UserReport} as a reply. */
    record AskUser(String user) implements BusMessage {}

    /** @param node the gateway node that speaks */
    record UserReport(String node, List<ConnectionReport> connections) implements BusMessage {}

    /** Asks a message store what it knows of a room; answered by {@link RoomReport} as a reply. */
    record AskRoom(String room) implements BusMessage {}

    /**
     * What a message store knows of a room. Where it is not the owner it names the one it believes to be, and has nothing
     * else to say.
     *
     * @param node the message store that speaks
     * @param owner the owner of the room's partition as far as it knows, or {@code null}
     * @param ownerEpoch as in {@link Owned}
     * @param leased whether the lease of the one who speaks lasts
     * @param log what the owner has of the room, else {@code null}
     */
    record RoomReport(String node, int partition, String owner, long ownerEpoch, boolean leased, RoomState log)
            implements BusMessage {}

    // gateway and message store, of streams: any store node answers, as a reply, also by Refused

    /**
     * Stores a chunk; answered by {@link ChunkStored}.
     *
     * @param seq from 0
     * @param contentType the media type of the stream, or {@code null}
     * @param meta JSON text, or {@code null}
     * @param last whether the stream ends with it
     */
    record PutChunk(String user, String stream, int seq, String contentType, String meta, boolean last, byte[] payload)
            implements BusMessage {}

    /** @param duplicate whether it was stored before */
    record ChunkStored(boolean duplicate) implements BusMessage {}

    /** Asks what is stored of a stream; answered by {@link StreamFound}. */
    record AskStream(String user, String stream) implements BusMessage {}

    /**
     * @param incarnation names the stream among those that have had its name; {@code null} if there is none now
     * @param next the first chunk that is missing
     * @param ahead the chunks from {@code next} on, a bit for each
     * @param last the seq of the last chunk, or -1
     * @param bytes of all payloads
     */
    record StreamFound(String incarnation, int next, byte[] ahead, int last, long bytes, String contentType)
            implements BusMessage {}

    /** Reads a chunk; answered by {@link ChunkFound}. */
    record ReadChunk(String user, String stream, String incarnation, int seq) implements BusMessage {}

    /** @param payload {@code null} if the chunk is not there */
    record ChunkFound(byte[] payload, String meta) implements BusMessage {}

    /** Removes a stream with all its chunks; answered by {@link StreamRemoved}. */
    record RemoveStream(String user, String stream) implements BusMessage {}

    /** @param found whether there was one */
    record StreamRemoved(boolean found) implements BusMessage {}

    /**
     * What was asked is not done.
     *
     * @param code an error code
     * @param limit the name and value of the limit that was met, or {@code null}
     * @param retryAfterMs after how many ms another try makes sense, or 0
     */
    record Refused(String code, String message, String limit, long retryAfterMs) implements BusMessage {}

    // parts of the above

    /**
     * One connection of a user.
     *
     * @param remote where it comes from
     * @param ageMs how long it has been there
     * @param rooms those that it has joined
     */
    record ConnectionReport(
            String session,
            String remote,
            long ageMs,
            long expiresAt,
            long framesIn,
            long framesOut,
            int unanswered,
            List<RoomPosition> rooms) {}

    /**
     * @param seq the last seq that was written to the connection, or -1 while the room is not open
     * @param lagging whether the connection is behind, because it does not read
     */
    record RoomPosition(String room, long seq, boolean lagging) {}

    /**
     * What the owner of a room has of it.
     *
     * @param floor entries up to this seq are gone
     * @param head the last seq
     * @param ringFirst the seq of the first entry in memory, or 0 if there is none
     * @param ringEntries how many entries are in memory
     * @param ringBytes of them
     * @param waiting messages that wait to be written
     * @param watchers the gateway nodes that want its entries
     */
    record RoomState(
            String epoch,
            long floor,
            long head,
            long ringFirst,
            int ringEntries,
            long ringBytes,
            int waiting,
            long waitingBytes,
            List<String> watchers) {}

    /**
     * The next submissions of a pipe. A pipe leads from one hub to the owner of one partition, and its submissions are
     * numbered 1, 2, 3, … in each of its generations. A generation begins with everything that is not answered yet.
     *
     * @param generation from 1, rising
     * @param first the number of the first submission, from 1
     * @param submissions one at the least, of rooms of the partition, in the order in which they came in
     */
    record Part(int partition, long generation, long first, List<Submission> submissions) {}

    /**
     * How far a pipe is.
     *
     * @param last the number of the last submission that was sent, from 1
     * @param room a room of the partition
     */
    record PipeEnd(int partition, long generation, long last, String room) {}

    /**
     * A pipe of the node has lost something: the owner has nothing of this generation from a number on, or answers were
     * lost. All that is not answered is to be sent again, in a new generation.
     *
     * @param hub the index of the hub on the node
     * @param expected the number that the owner would have taken next
     */
    record Gap(int hub, int partition, long generation, long expected) {}

    /**
     * A message to be stored.
     *
     * @param kind the kind of the entry
     * @param body the JSON text of the body
     * @param seqRef the seq the message answers, or 0
     * @param after the clientMsgId of a message of the same sender that must be stored or queued ahead, or
     *     {@code null}; for whoever knows kinds, see {@link #predecessor}
     * @param again whether it was sent before: it may be stored, under way, or refused by an answer that was lost
     * @param late whether one that was sent behind it is stored: so it is not to be stored any more
     * @param optimistic whether it is to be shown before it is stored
     * @param change what there is to say of a kind other than {@code message}; {@code null} for a message
     * @param granted whether the token of who says it opens the room, so that nothing else has to
     */
    record Submission(
            ReplyTo replyTo,
            String room,
            Author author,
            String clientMsgId,
            String kind,
            String body,
            long seqRef,
            String after,
            boolean again,
            boolean late,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean optimistic,
            Change change,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean granted) {
        /**
         * A clientMsgId that no message can have. An owner that knows of messages only would store another kind as one; so
         * it is told that this has to be there before, and refuses it as out of order.
         */
        private static final String NEVER_STORED = "!";

        /** A message as it comes from its sender, to be shown when it is stored. */
        public Submission(
                ReplyTo replyTo,
                String room,
                Author author,
                String clientMsgId,
                String kind,
                String body,
                long seqRef,
                String after) {
            this(replyTo, room, author, clientMsgId, kind, body, seqRef, after, false, false, false, null, false);
        }

        /**
         * A message of a client, with nobody to be told yet.
         *
         * @param replyTo the seq that it answers, or 0
         */
        public static Submission message(
                String room,
                Author author,
                String clientMsgId,
                String body,
                long replyTo,
                String after,
                boolean optimistic) {
            return new Submission(
                    null,
                    room,
                    author,
                    clientMsgId,
                    Message.KIND_MESSAGE,
                    body,
                    replyTo,
                    after,
                    false,
                    false,
                    optimistic,
                    null,
                    false);
        }

        /** An entry of another kind, with nobody to be told yet. */
        public static Submission change(
                String kind, String room, Author author, String clientMsgId, String body, Change change) {
            return new Submission(
                    null, room, author, clientMsgId, kind, body, 0, NEVER_STORED, false, false, false, change, false);
        }

        /** The clientMsgId of a message of the same sender that must be stored or queued ahead, or {@code null}. */
        public String predecessor() {
            return change == null ? after : change.after();
        }

        /** The seq of the message that it is about, or 0. */
        public long target() {
            return change == null ? 0 : change.target();
        }

        /** The same for somebody who waits for the outcome. */
        public Submission answeredTo(ReplyTo to) {
            return new Submission(
                    to, room, author, clientMsgId, kind, body, seqRef, after, again, late, optimistic, change, granted);
        }

        /** The same of somebody whose token opens the room, or does not. */
        public Submission granted(boolean byToken) {
            return new Submission(
                    replyTo,
                    room,
                    author,
                    clientMsgId,
                    kind,
                    body,
                    seqRef,
                    after,
                    again,
                    late,
                    optimistic,
                    change,
                    byToken);
        }

        /** Whether a backend says it, of a kind other than {@code message}. */
        public boolean byService() {
            return change != null && change.service();
        }

        /** The same in a generation of its pipe. */
        public Submission in(long generation, boolean sentBefore, boolean overtaken) {
            ReplyTo to = new ReplyTo(replyTo.node(), replyTo.hub(), replyTo.ref(), generation);
            return new Submission(
                    to,
                    room,
                    author,
                    clientMsgId,
                    kind,
                    body,
                    seqRef,
                    after,
                    sentBefore,
                    overtaken,
                    optimistic,
                    change,
                    granted);
        }
    }

    /**
     * What an entry of a kind other than {@code message} says besides its body.
     *
     * @param target the seq of the message that it is about, or 0
     * @param expectVersion the version that the target must have, or 0 for any
     * @param after as in {@link Submission#predecessor}
     * @param service whether a backend says it, which may act for anybody
     * @param member whom it is about, if it is about a member of the room, else {@code null}
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    record Change(long target, long expectVersion, String after, boolean service, MemberChange member) {
        /** Of a message. */
        public Change(long target, long expectVersion, String after, boolean service) {
            this(target, expectVersion, after, service, null);
        }
    }

    /**
     * What somebody is to be in a room.
     *
     * @param role the role to have, or {@code null} for none: then the user is no member any more
     */
    record MemberChange(String user, String role) {}

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

    /**
     * @param epoch the epoch the node knows, or {@code null}
     * @param last the last seq the node has, or -1
     */
    record Watched(String room, String epoch, long last) {}

    /**
     * Who owns a partition.
     *
     * @param epoch of two that name the same partition, the one with the greater epoch is right
     */
    record Owned(int partition, String node, long epoch) {}

    /**
     * How much a message store has pushed to a gateway node: the numbers of its deliveries.
     *
     * @param node the store's node
     * @param session names the time in which the store has counted without beginning anew
     * @param bytes of entries in this session, with what goes out with this
     */
    record Pushed(String node, long session, long bytes) {}

    /**
     * A partition in a {@link Beacon}.
     *
     * @param epoch the owner's, as in {@link Owned}
     * @param rooms how many of its rooms the gateway node watches, as far as the owner knows
     * @param sum as in {@link HeadSum}, of these rooms
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    record PartitionSum(int partition, long epoch, int rooms, long sum) {}

    /**
     * What became of a submission.
     *
     * @param error an error code, or {@code null} if it is stored
     * @param retryAfterMs with an error: after how many ms another try makes sense, or 0
     * @param target the seq of the message that the entry is about, or 0
     * @param version which one the target has by the entry, or with an error has now; 0 if that is not the question
     * @param limit with an error the name and value of the limit that was met, or {@code null}
     */
    record Outcome(
            ReplyTo replyTo,
            String room,
            String epoch,
            long seq,
            long time,
            boolean duplicate,
            String error,
            String message,
            long retryAfterMs,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long target,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long version,
            String limit) {

        /** Of something that met no limit. */
        public Outcome(
                ReplyTo replyTo,
                String room,
                String epoch,
                long seq,
                long time,
                boolean duplicate,
                String error,
                String message,
                long retryAfterMs,
                long target,
                long version) {
            this(replyTo, room, epoch, seq, time, duplicate, error, message, retryAfterMs, target, version, null);
        }

        /** Of a message, or of something that was refused whatever its target. */
        public Outcome(
                ReplyTo replyTo,
                String room,
                String epoch,
                long seq,
                long time,
                boolean duplicate,
                String error,
                String message,
                long retryAfterMs) {
            this(replyTo, room, epoch, seq, time, duplicate, error, message, retryAfterMs, 0, 0);
        }
    }

    /**
     * Where the log of a watched room begins and ends: the answer to a {@link Watch} of a node that is not at its head.
     *
     * @param epoch names the incarnation of the room's log
     * @param floor entries up to this seq are gone; 0 if none are
     * @param head the last seq
     */
    record Ends(String room, String epoch, long floor, long head) {}

    /**
     * Entries of one room that were appended in one go.
     *
     * @param first the seq of the first frame
     * @param frames {@code message} frames in rising seq without holes
     * @param stale up to this seq, entries are shown otherwise than before: whoever keeps their frames reads them again; 0
     *     if all are as they were
     * @param storedAt when they were stored, in ms since 1970 by the clock of their owner; 0 from an older node, and of
     *     what was read later
     */
    record Run(
            String room,
            String epoch,
            long first,
            List<byte[]> frames,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long stale,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long storedAt) {

        public Run(String room, String epoch, long first, List<byte[]> frames, long stale) {
            this(room, epoch, first, frames, stale, 0);
        }

        /** Of entries that change none of those before. */
        public Run(String room, String epoch, long first, List<byte[]> frames) {
            this(room, epoch, first, frames, 0);
        }
    }

    /**
     * How far a user has got a room.
     *
     * @param delivered a seq, never less than {@code read}
     * @param read a seq, or 0
     */
    record Move(String room, String user, long delivered, long read) {}

    /** Cursors of a room that have moved. */
    record Moved(String room, List<Cursor> cursors) {}

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
