package io.seqway.gateway.store;

import io.seqway.protocol.bus.BusMessage.Part;
import io.seqway.protocol.bus.BusMessage.PipeEnd;
import io.seqway.protocol.bus.BusMessage.Submission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

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
    private final Set<Long> scattered = new HashSet<>();
    private String owner;
    private String lastOwner;
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
        unsent.put(submission.replyTo().ref(), submission.in(generation, false));
    }

    /** The owner has said what became of a submission, or that does not matter any more. */
    void remove(long ref) {
        sent.remove(ref);
        unsent.remove(ref);
        scattered.remove(ref);
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

    /** Whether an owner before this one was sent the submission, too: it may be stored there, whatever this one says. */
    boolean isScattered(long ref) {
        return scattered.contains(ref);
    }

    /** From now on everything goes to this owner, or to nobody, beginning with what is not answered yet. */
    void redirect(String newOwner) {
        owner = newOwner;
        begin();
        if (newOwner != null && !newOwner.equals(lastOwner)) {
            lastOwner = newOwner;
            unsent.values().stream()
                    .filter(Submission::again)
                    .forEach(submission -> scattered.add(submission.replyTo().ref()));
        }
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
        Part part = new Part(partition, generation, lastNumber + 1, new ArrayList<>(unsent.values()));
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
        sent.forEach((ref, submission) -> all.put(ref, submission.in(generation, true)));
        unsent.forEach((ref, submission) -> all.put(ref, submission.in(generation, submission.again())));
        sent.clear();
        unsent.clear();
        unsent.putAll(all);
    }
}
