package io.seqway.protocol.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.seqway.protocol.bus.ToStore.AskCursors;
import io.seqway.protocol.bus.ToStore.AskPlace;
import io.seqway.protocol.bus.ToStore.AskStandings;
import io.seqway.protocol.bus.ToStore.Heard;
import io.seqway.protocol.bus.ToStore.Read;
import io.seqway.protocol.bus.ToStore.Watch;
import io.seqway.protocol.cluster.HeadSum;
import io.seqway.protocol.frame.Cursor;
import io.seqway.protocol.frame.Standing;
import java.util.List;

/** What message stores say to gateways of the logs of rooms. */
public sealed interface FromStore extends BusMessage {
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
            implements FromStore {
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
    record Beacon(Pushed pushed, List<PartitionSum> partitions, boolean cutOff) implements FromStore {
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
            implements FromStore {}

    /**
     * The answer to {@link AskCursors}.
     *
     * @param more whether the room has others, who have read less
     * @param error an error code instead, or {@code null}
     */
    record Cursors(ReplyTo replyTo, List<Cursor> cursors, boolean more, String error) implements FromStore {}

    /**
     * The answer to {@link AskStandings}: of the rooms in the order in which they were asked for, without their roles.
     *
     * @param error an error code instead, or {@code null}
     */
    record Standings(ReplyTo replyTo, List<Standing> rooms, String error) implements FromStore {}

    /**
     * The answer to {@link AskPlace}.
     *
     * @param seq that of the entry, or the one behind the head
     * @param error an error code instead, or {@code null}
     */
    record Place(ReplyTo replyTo, long seq, String error) implements FromStore {}

    /**
     * A pipe of the node has lost something: the owner has nothing of this generation from a number on, or answers were
     * lost. All that is not answered is to be sent again, in a new generation.
     *
     * @param hub the index of the hub on the node
     * @param expected the number that the owner would have taken next
     */
    record Gap(int hub, int partition, long generation, long expected) {}

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

    /** Cursors of a room that have moved. */
    record Moved(String room, List<Cursor> cursors) {}
}
