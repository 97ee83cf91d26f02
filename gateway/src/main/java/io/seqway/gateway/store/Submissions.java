package io.seqway.gateway.store;

import io.seqway.gateway.metrics.MessageMetrics;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore.Gap;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.ToStore;
import io.seqway.protocol.bus.ToStore.Part;
import io.seqway.protocol.bus.ToStore.PipeEnd;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.loop.EventLoop;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The messages of one hub on their way to the owners of their rooms, through one {@link Pipe} for each partition.
 * Belongs to one event loop.
 */
public final class Submissions {
    private static final long TIMEOUT_MS = 10_000;
    private static final long REROUTE_MS = 100;

    private record Question(int partition, Object connection, Consumer<Outcome> answer, long askedNanos) {}

    private final StoreLink link;
    private final String node;
    private final int hub;
    private final EventLoop loop;
    private final MessageMetrics metrics;
    private final Pipe[] pipes = new Pipe[Partitions.COUNT];
    private final BitSet touched = new BitSet(Partitions.COUNT);
    private final Questions<Question> questions = new Questions<>(TIMEOUT_MS);
    private boolean flushing;
    private boolean rerouting;

    /**
     * @param node this gateway node's id
     * @param hub the index of the hub on the node
     */
    public Submissions(StoreLink link, String node, int hub, EventLoop loop, MessageMetrics metrics) {
        this.link = link;
        this.node = node;
        this.hub = hub;
        this.loop = loop;
        this.metrics = metrics;
        for (int partition = 0; partition < pipes.length; partition++) {
            pipes[partition] = new Pipe(partition);
        }
        reroute();
    }

    /**
     * Submits an entry.
     *
     * @param submission what it says; who is to be answered is added here
     * @param connection names who submits it
     * @param answer called once: with the outcome, or with {@code null} if it is not known
     */
    public void submit(Submission submission, Object connection, Consumer<Outcome> answer) {
        int partition = Partitions.of(submission.room());
        long ref = questions.ask(new Question(partition, connection, answer, System.nanoTime()), loop.now());
        metrics.sent();
        pipes[partition].add(submission.answeredTo(new ReplyTo(node, hub, ref, 0)));
        flushSoon(partition);
    }

    /** Who has submitted this and waits for the answer; {@code null} if nobody does any more. */
    public Object connection(long ref) {
        Question question = questions.peek(ref);
        return question == null ? null : question.connection();
    }

    /** How many wait for their answer. */
    public int unanswered() {
        return questions.size();
    }

    /** What was submitted comes back, to be shown before it is stored. */
    public void shown(long ref) {
        Question question = questions.peek(ref);
        if (question != null) {
            metrics.shown(System.nanoTime() - question.askedNanos());
        }
    }

    /** What the owner says to a submission. */
    public void answered(Outcome outcome) {
        long ref = outcome.replyTo().ref();
        Question question = questions.peek(ref);
        if (question == null) {
            return;
        }
        Pipe pipe = pipes[question.partition()];
        if (outcome.error() != null && !pipe.isIn(outcome.replyTo().generation())) {
            return; // it was sent again meanwhile, and may be stored by that
        }
        pipe.heard(loop.now());
        if (BusMessage.NOT_OWNER.equals(outcome.error())) {
            pipe.redirect(null);
            rerouteLater();
        } else if (outcome.error() != null && pipe.wasSentAgain(ref)) {
            end(ref, null);
        } else {
            end(ref, outcome);
        }
    }

    /** What the owner of a partition says it has not got. */
    public void missing(Gap gap) {
        if (pipes[gap.partition()].lost(gap.generation())) {
            flushSoon(gap.partition());
        }
    }

    /** Gives up what has waited too long, and asks owners that say nothing; to be called about twice a second. */
    public void expire() {
        long now = loop.now();
        List<Long> expired = new ArrayList<>();
        questions.expired(now, expired::add);
        expired.forEach(ref -> end(ref, null));
        Map<String, List<PipeEnd>> quiet = new HashMap<>();
        for (Pipe pipe : pipes) {
            PipeEnd end = pipe.probe(now);
            if (end != null) {
                quiet.computeIfAbsent(pipe.owner(), o -> new ArrayList<>()).add(end);
            }
        }
        quiet.forEach((owner, ends) -> link.send(owner, new ToStore.Probe(node, hub, ends)));
    }

    /** The members may have changed: owners of partitions that had another one get everything that is unanswered. */
    public void reroute() {
        for (int partition = 0; partition < pipes.length; partition++) {
            String owner = link.owner(partition);
            if (owner != null && !owner.equals(pipes[partition].owner())) {
                pipes[partition].redirect(owner);
                flushSoon(partition);
            }
        }
    }

    private void end(long ref, Outcome outcome) {
        Question question = questions.answered(ref);
        Pipe pipe = pipes[question.partition()];
        if (outcome != null && outcome.error() == null) {
            pipe.stored(ref);
            metrics.acked(System.nanoTime() - question.askedNanos(), outcome.duplicate());
        } else {
            pipe.remove(ref);
        }
        if (outcome == null) {
            metrics.timedOut();
        }
        question.answer().accept(outcome);
    }

    /** The node that was asked does not see itself as the owner: by then the views of the members may agree. */
    private void rerouteLater() {
        if (!rerouting) {
            rerouting = true;
            loop.after(REROUTE_MS, () -> {
                rerouting = false;
                link.refresh();
                reroute();
            });
        }
    }

    private void flushSoon(int partition) {
        touched.set(partition);
        if (!flushing) {
            flushing = true;
            loop.run(this::flush);
        }
    }

    private void flush() {
        flushing = false;
        Map<String, List<Part>> byOwner = new HashMap<>();
        touched.stream().forEach(partition -> {
            Part part = pipes[partition].takeUnsent(loop.now());
            if (part != null) {
                byOwner.computeIfAbsent(pipes[partition].owner(), o -> new ArrayList<>())
                        .add(part);
            }
        });
        touched.clear();
        byOwner.forEach((owner, parts) -> link.send(owner, new ToStore.Submit(node, hub, parts)));
    }
}
