package io.seqway.protocol.bus;

import io.seqway.protocol.bus.FromStore.Beacon;
import io.seqway.protocol.bus.FromStore.Cursors;
import io.seqway.protocol.bus.FromStore.Ends;
import io.seqway.protocol.bus.FromStore.Place;
import io.seqway.protocol.bus.FromStore.Pushed;
import io.seqway.protocol.bus.FromStore.Standings;
import java.util.List;

/** What gateways say to message stores of the logs of rooms, and message stores to each other. */
public sealed interface ToStore extends BusMessage {
    /**
     * What one hub has for the owner of some partitions, each through a pipe of its own.
     *
     * @param node the gateway node that speaks
     * @param hub the index of the hub on that node
     */
    record Submit(String node, int hub, List<Part> parts) implements ToStore {}

    /**
     * Asks the owner of some partitions whether it has got what one hub sent; answered only by what is missing.
     *
     * @param node the gateway node that asks
     * @param hub the index of the hub on that node
     */
    record Probe(String node, int hub, List<PipeEnd> pipes) implements ToStore {}

    /**
     * Interest in rooms: what the store appends to them goes to this node. Answered by {@link Ends} for the rooms that
     * end elsewhere than the node thinks. Interest lasts as long as the node answers {@link Beacon}s.
     *
     * @param node the gateway node that asks
     */
    record Watch(String node, List<Watched> rooms) implements ToStore {}

    /** No more interest in these rooms. */
    record Unwatch(String node, List<String> rooms) implements ToStore {}

    /** No more interest in any room of these partitions, but for what is said behind this. */
    record UnwatchAll(String node, List<Integer> partitions) implements ToStore {}

    /**
     * How far the node has handled what the store pushed to it: the answer to every {@link Beacon}, and to every
     * 256 KiB of entries.
     *
     * @param node the gateway node that speaks
     * @param session as in {@link Pushed}
     * @param bytes as in {@link Pushed}
     */
    record Heard(String node, long session, long bytes) implements ToStore {}

    /**
     * Asks for a page of a room. Exactly one of {@code after} and {@code before} is set.
     *
     * @param after entries above this seq, or -1
     * @param before entries below this seq, or -1
     * @param limit entries at the most
     * @param maxBytes bytes of entries at the most, but one entry at the least
     */
    record Read(ReplyTo replyTo, String room, long after, long before, int limit, int maxBytes) implements ToStore {}

    /**
     * Asks which is the first entry of a room that is not older; answered by {@link Place}.
     *
     * @param time in ms since 1970
     */
    record AskPlace(ReplyTo replyTo, String room, long time) implements ToStore {}

    /**
     * Something for whoever is in a room now: the owner passes it on to the nodes that watch the room.
     *
     * @param node the gateway node that speaks
     */
    record Emit(String node, Signal signal) implements ToStore {}

    /**
     * How far users have got rooms, or that they have joined them.
     *
     * @param node the gateway node that speaks
     */
    record Moves(String node, List<Move> moves) implements ToStore {}

    /** Asks for the cursors of a room; answered by {@link Cursors}. */
    record AskCursors(ReplyTo replyTo, String room) implements ToStore {}

    /** Asks how far a user is in rooms of the same partition; answered by {@link Standings}. */
    record AskStandings(ReplyTo replyTo, String user, List<String> rooms) implements ToStore {}

    /**
     * The assignment in the database gives partitions to the node that hears this: it need not wait for its next beat to
     * see them.
     *
     * @param node the node that had them
     */
    record Given(String node) implements ToStore {}

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
     * @param epoch the epoch the node knows, or {@code null}
     * @param last the last seq the node has, or -1
     */
    record Watched(String room, String epoch, long last) {}

    /**
     * How far a user has got a room.
     *
     * @param delivered a seq, never less than {@code read}
     * @param read a seq, or 0
     */
    record Move(String room, String user, long delivered, long read) {}
}
