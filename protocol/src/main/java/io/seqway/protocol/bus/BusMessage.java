package io.seqway.protocol.bus;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * What nodes say to each other over the event bus. All of it may be lost, late or repeated; the log still decides.
 * The short names are part of the format between nodes of different versions: never give one a second meaning.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
    @JsonSubTypes.Type(value = BusMessage.Submit.class, name = "su"),
    @JsonSubTypes.Type(value = BusMessage.Watch.class, name = "wa"),
    @JsonSubTypes.Type(value = BusMessage.Unwatch.class, name = "un"),
    @JsonSubTypes.Type(value = BusMessage.Read.class, name = "re"),
    @JsonSubTypes.Type(value = BusMessage.Delivery.class, name = "de"),
    @JsonSubTypes.Type(value = BusMessage.Page.class, name = "pa"),
    @JsonSubTypes.Type(value = BusMessage.Here.class, name = "he"),
    @JsonSubTypes.Type(value = BusMessage.Who.class, name = "wh"),
    @JsonSubTypes.Type(value = BusMessage.Present.class, name = "pr"),
    @JsonSubTypes.Type(value = BusMessage.PresenceChange.class, name = "pc")
})
public sealed interface BusMessage {
    /** The error of an {@link Outcome} or {@link Page} from a node that does not own the room: ask the owner. */
    String NOT_OWNER = "not-owner";

    // gateway to message store

    /** What one hub has for the owner of some rooms, in the order in which it came in. */
    record Submit(List<Submission> submissions) implements BusMessage {}

    /**
     * Interest in rooms: what the store appends to them goes to this node. Said again every few seconds; interest that
     * is not said again ends by itself.
     *
     * @param node the gateway node that asks
     */
    record Watch(String node, List<Watched> rooms) implements BusMessage {}

    /** No more interest in these rooms. */
    record Unwatch(String node, List<String> rooms) implements BusMessage {}

    /**
     * Asks for a page of a room. Exactly one of {@code after} and {@code before} is set.
     *
     * @param after entries above this seq, or -1
     * @param before entries below this seq, or -1
     * @param limit entries at the most
     * @param maxBytes bytes of entries at the most, but one entry at the least
     */
    record Read(ReplyTo replyTo, String room, long after, long before, int limit, int maxBytes) implements BusMessage {}

    // message store to gateway

    /**
     * What one turn of the store brought for one gateway node: owners of partitions it should know, answers to its
     * submissions, the ends of rooms it has to look at, and new entries of its rooms. To be looked at in this order.
     */
    record Delivery(List<Owned> owners, List<Outcome> outcomes, List<Ends> ends, List<Run> runs)
            implements BusMessage {}

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

    // parts of the above

    /**
     * A message to be stored.
     *
     * @param kind the kind of the entry
     * @param body the JSON text of the body
     * @param seqRef the seq the message answers, or 0
     */
    record Submission(
            ReplyTo replyTo, String room, Author author, String clientMsgId, String kind, String body, long seqRef) {}

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

    /** @param lastSeen when the user was last online, in ms since 1970; 0 while online */
    record PresentUser(String user, String name, int connections, long lastSeen) {}
}
