package io.seqway.protocol.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.seqway.protocol.cluster.HeadSum;
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
    @JsonSubTypes.Type(value = BusMessage.Clock.class, name = "ck")
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
     * Something for whoever is in a room now: the owner passes it on to the nodes that watch the room.
     *
     * @param node the gateway node that speaks
     */
    record Emit(String node, Signal signal) implements BusMessage {}

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
     * look at, and new entries of its rooms; to be looked at in this order. And what is said in its rooms and not stored.
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
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Signal> signals)
            implements BusMessage {
        /** An older node says neither pendings nor signals. */
        public Delivery {
            pendings = pendings == null ? List.of() : pendings;
            signals = signals == null ? List.of() : signals;
        }

        public Delivery(
                Pushed pushed,
                List<Owned> owners,
                List<Outcome> outcomes,
                List<Gap> gaps,
                List<Ends> ends,
                List<Run> runs) {
            this(pushed, owners, outcomes, gaps, ends, List.of(), runs, List.of());
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

    // gateway and presence

    /**
     * How many connections users have in rooms now. Said at each change, and all of it again every few seconds: what is
     * not said again ends by itself.
     *
     * @param node who speaks: one hub of one gateway node
     */
    record Here(String node, List<Arrival> arrivals) implements BusMessage {}

    /** Asks who is present in a room; answered by {@link Present} as a reply. */
    record Who(String room) implements BusMessage {}

    /** @param users {@code null} while presence cannot tell */
    record Present(String room, List<PresentUser> users) implements BusMessage {}

    /** Who came online in a room and who went offline. */
    record PresenceChange(String room, List<PresentUser> online, List<PresentUser> offline) implements BusMessage {}

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

    // parts of the above

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
     *     {@code null}
     * @param again whether it was sent before: it may be stored, under way, or refused by an answer that was lost
     * @param late whether one that was sent behind it is stored: so it is not to be stored any more
     * @param optimistic whether it is to be shown before it is stored
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
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean optimistic) {

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
            this(replyTo, room, author, clientMsgId, kind, body, seqRef, after, false, false, false);
        }

        /** The same in a generation of its pipe. */
        public Submission in(long generation, boolean sentBefore, boolean overtaken) {
            ReplyTo to = new ReplyTo(replyTo.node(), replyTo.hub(), replyTo.ref(), generation);
            return new Submission(
                    to, room, author, clientMsgId, kind, body, seqRef, after, sentBefore, overtaken, optimistic);
        }
    }

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
            long retryAfterMs) {}

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
     */
    record Run(String room, String epoch, long first, List<byte[]> frames) {}

    /** @param connections how many connections of this user are in the room now at the one who speaks */
    record Arrival(String room, String user, String name, int connections) {}

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

    /** @param lastSeen when the user was last online, in ms since 1970; 0 while online */
    record PresentUser(String user, String name, int connections, long lastSeen) {}
}
