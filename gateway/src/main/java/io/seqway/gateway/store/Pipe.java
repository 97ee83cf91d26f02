package io.seqway.gateway.store;

import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.ToStore.Part;
import io.seqway.protocol.bus.ToStore.PipeEnd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The submissions of one hub for one partition that are not answered yet, in the order in which they were made. On their
 * way to the owner they are numbered 1, 2, 3, … within a generation, so that the owner notices what is missing. When
 * something is, or when the partition has another owner, a new generation begins with all that is not answered yet: what
 * is stored or under way already is a repeat then.
 */
final class Pipe {
    private static final long FIRST_PATIENCE_MS = 1_000;
    private static final long MAX_PATIENCE_MS = 8_000;

    private final int partition;
    private final Map<Long, Submission> sent = new LinkedHashMap<>();
    private final Map<Long, Submission> unsent = new LinkedHashMap<>();
    private final LastStored lastStored = new LastStored();
    private String owner;
    private long generation;
    private long lastNumber;
    private long quietSince;
    private long patienceMs;

    Pipe(int partition) {
        this.partition = partition;
    }

    /** Takes a submission in; it goes out with the next {@link #takeUnsent}. */
    void add(Submission submission) {
        if (sent.isEmpty() && unsent.isEmpty()) {
            begin(); // costs nothing now, and an owner need not remember a pipe that was silent for long
        }
        unsent.put(submission.replyTo().ref(), submission.in(generation, false, false));
    }

    /** The submission is stored. */
    void stored(long ref) {
        Submission submission = sent.getOrDefault(ref, unsent.get(ref));
        remove(ref);
        if (sent.isEmpty() && unsent.isEmpty()) {
            lastStored.clear();
        } else {
            long oldest = (sent.isEmpty() ? unsent : sent).keySet().iterator().next();
            lastStored.add(submission, oldest);
        }
    }

    /** The submission is refused, or what becomes of it does not matter any more. */
    void remove(long ref) {
        sent.remove(ref);
        unsent.remove(ref);
    }

    /** The owner has said something: as long as it does, nobody has to ask. */
    void heard(long now) {
        quietSince = now;
        patienceMs = FIRST_PATIENCE_MS;
    }

    /** Who gets what is sent, or {@code null} while nobody is known. */
    String owner() {
        return owner;
    }

    /** Whether this is the generation that is being sent: what is said of an older one is overtaken. */
    boolean isIn(long someGeneration) {
        return generation == someGeneration;
    }

    /**
     * Whether the submission was sent more than once: it may be stored, though it is refused now, since another answer
     * may have been lost or still be on its way.
     */
    boolean wasSentAgain(long ref) {
        Submission submission = sent.get(ref);
        return submission != null && submission.again();
    }

    /** From now on everything goes to this owner, or to nobody, beginning with what is not answered yet. */
    void redirect(String newOwner) {
        owner = newOwner;
        begin();
    }

    /**
     * The owner misses something of this generation, or has answered all it got.
     *
     * @return whether there is something to be sent again
     */
    boolean lost(long someGeneration) {
        if (!isIn(someGeneration) || sent.isEmpty()) {
            return false;
        }
        begin();
        return true;
    }

    /** What is to be sent to the owner now, or {@code null}. */
    Part takeUnsent(long now) {
        if (owner == null || unsent.isEmpty()) {
            return null;
        }
        if (sent.isEmpty()) {
            quietSince = now;
        }
        List<Submission> next = new ArrayList<>(unsent.size());
        unsent.forEach((ref, submission) -> {
            boolean late = submission.again() && lastStored.isBehind(submission);
            next.add(submission.in(generation, submission.again(), late));
        });
        Part part = new Part(partition, generation, lastNumber + 1, next);
        lastNumber += unsent.size();
        sent.putAll(unsent);
        unsent.clear();
        return part;
    }

    /**
     * How far the pipe is, to ask the owner whether it is there, too; {@code null} unless the owner has said nothing for
     * long. The next time it takes twice as long, since the owner may be slow and nothing be lost.
     */
    PipeEnd probe(long now) {
        if (owner == null || sent.isEmpty() || now - quietSince < patienceMs) {
            return null;
        }
        quietSince = now;
        patienceMs = Math.min(2 * patienceMs, MAX_PATIENCE_MS);
        String room = sent.values().iterator().next().room();
        return new PipeEnd(partition, generation, lastNumber, room);
    }

    private void begin() {
        generation++;
        lastNumber = 0;
        patienceMs = FIRST_PATIENCE_MS;
        Map<Long, Submission> all = new LinkedHashMap<>();
        sent.forEach((ref, submission) -> all.put(ref, submission.in(generation, true, false)));
        all.putAll(unsent);
        sent.clear();
        unsent.clear();
        unsent.putAll(all);
    }
}
