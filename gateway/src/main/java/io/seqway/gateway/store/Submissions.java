package io.seqway.gateway.store;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.BusMessage.Outcome;
import io.seqway.protocol.bus.BusMessage.Submission;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.frame.ClientFrame.Send;
import io.seqway.protocol.frame.Message;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The messages of one hub on their way to the owners of their rooms. Belongs to one event loop. */
public final class Submissions {
    private static final long TIMEOUT_MS = 10_000;
    private static final long REROUTE_MS = 100;

    private record Question(int partition, Consumer<Outcome> answer) {}

    private final StoreLink link;
    private final String node;
    private final int hub;
    private final BiConsumer<Long, Runnable> later;
    private final Pipe[] pipes = new Pipe[Partitions.COUNT];
    private final BitSet touched = new BitSet(Partitions.COUNT);
    private final Questions<Question> questions = new Questions<>(TIMEOUT_MS);
    private boolean flushing;
    private boolean rerouting;

    /**
     * @param node this gateway node's id
     * @param hub the index of the hub on the node
     * @param later runs a task on the hub's event loop after so many ms, 0 for the end of this turn
     */
    public Submissions(StoreLink link, String node, int hub, BiConsumer<Long, Runnable> later) {
        this.link = link;
        this.node = node;
        this.hub = hub;
        this.later = later;
        for (int i = 0; i < pipes.length; i++) {
            pipes[i] = new Pipe();
        }
        reroute();
    }

    /**
     * Submits a message.
     *
     * @param answer called once: with the outcome, or with {@code null} if none came in time
     */
    public void submit(Send send, Author author, long now, Consumer<Outcome> answer) {
        int partition = Partitions.of(send.room());
        long ref = questions.ask(new Question(partition, answer), now);
        pipes[partition].add(new Submission(
                new ReplyTo(node, hub, ref),
                send.room(),
                author,
                send.clientMsgId(),
                Message.KIND_MESSAGE,
                send.body(),
                send.replyTo()));
        touched.set(partition);
        flushSoon();
    }

    /** What the owner says to a submission. */
    public void answered(Outcome outcome) {
        long ref = outcome.replyTo().ref();
        if (BusMessage.NOT_OWNER.equals(outcome.error())) {
            if (questions.peek(ref) != null) {
                rerouteLater();
            }
            return;
        }
        end(ref, outcome);
    }

    /** Gives up what has waited too long. */
    public void expire(long now) {
        List<Long> expired = new ArrayList<>();
        questions.expired(now, expired::add);
        expired.forEach(ref -> end(ref, null));
    }

    /** The members may have changed: owners of partitions that had another one get everything that is unanswered. */
    public void reroute() {
        for (int partition = 0; partition < pipes.length; partition++) {
            String owner = link.owner(partition);
            if (owner != null && !owner.equals(pipes[partition].owner())) {
                pipes[partition].redirect(owner);
                touched.set(partition);
            }
        }
        flushSoon();
    }

    private void end(long ref, Outcome outcome) {
        Question question = questions.answered(ref);
        if (question != null) {
            pipes[question.partition()].answered(ref);
            question.answer().accept(outcome);
        }
    }

    /** The node that was asked does not see itself as the owner: by then the views of the members may agree. */
    private void rerouteLater() {
        if (!rerouting) {
            rerouting = true;
            later.accept(REROUTE_MS, () -> {
                rerouting = false;
                link.refresh();
                for (Pipe pipe : pipes) {
                    pipe.redirect(null);
                }
                reroute();
            });
        }
    }

    private void flushSoon() {
        if (!flushing && !touched.isEmpty()) {
            flushing = true;
            later.accept(0L, this::flush);
        }
    }

    private void flush() {
        flushing = false;
        Map<String, List<Submission>> byOwner = new HashMap<>();
        touched.stream().forEach(partition -> {
            List<Submission> unsent = pipes[partition].takeUnsent();
            if (!unsent.isEmpty()) {
                byOwner.computeIfAbsent(pipes[partition].owner(), o -> new ArrayList<>())
                        .addAll(unsent);
            }
        });
        touched.clear();
        byOwner.forEach((owner, submissions) -> link.send(owner, new BusMessage.Submit(submissions)));
    }
}
