package io.seqway.store.intake;

import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.ToStore.Part;
import io.seqway.protocol.bus.ToStore.PipeEnd;
import java.util.List;

/** What the owner of a partition knows of one pipe: its newest generation, and the number that comes next. */
final class IntakePipe {
    private long generation;
    private long next = 1;
    private boolean closed;
    private long unanswered;

    /** The number that would be taken next in this generation. */
    long expected(long someGeneration) {
        return isOpenIn(someGeneration) ? next : 1;
    }

    /** Whether something in front of this part has not come; never of a generation that is over. */
    boolean isMissingBefore(Part part) {
        if (part.generation() > generation) {
            return part.first() > 1;
        }
        return part.generation() == generation && (closed || part.first() > next);
    }

    /** What is new of a part before which nothing {@link #isMissingBefore is missing}. */
    List<Submission> take(Part part) {
        if (part.generation() > generation) {
            generation = part.generation();
            next = 1;
            closed = false;
        }
        int size = part.submissions().size();
        long known = part.generation() < generation ? size : Math.min(size, next - part.first());
        next += size - known;
        unanswered += size - known;
        return part.submissions().subList((int) known, size);
    }

    /** Whether the gateway has to send again: something has not come, or all that came is answered. */
    boolean lacks(PipeEnd end) {
        return end.generation() >= generation && (end.last() >= expected(end.generation()) || unanswered == 0);
    }

    /** One of the submissions was answered; maybe one from before this pipe was forgotten. */
    void answered() {
        unanswered = Math.max(0, unanswered - 1);
    }

    /**
     * The partition is another node's: what was not taken, or was sent back, may be stored there. So nothing more is
     * taken of this generation, even if the partition comes back.
     */
    void close(long someGeneration) {
        generation = Math.max(generation, someGeneration);
        closed = true;
    }

    /** As {@link #close(long)}, of the generation that is known. */
    void close() {
        closed = true;
    }

    private boolean isOpenIn(long someGeneration) {
        return generation == someGeneration && !closed;
    }
}
