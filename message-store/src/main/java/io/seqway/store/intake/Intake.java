package io.seqway.store.intake;

import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore.Gap;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.Pending;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.ToStore.Part;
import io.seqway.protocol.bus.ToStore.PipeEnd;
import io.seqway.protocol.bus.ToStore.Probe;
import io.seqway.protocol.bus.ToStore.Submit;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.delivery.Deliveries;
import io.seqway.store.log.Entry;
import io.seqway.store.sequence.Outlet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The owner's end of the pipes from the gateways: takes the submissions of each one in the order of their numbers, and
 * says what is missing. It knows only what it has heard itself: of a pipe that is new to it, it takes nothing but the
 * beginning of a generation. Plain Java without thread, clock or I/O.
 *
 * <p>It stands between the sequencer and the deliveries, to count what is not answered yet.
 */
public final class Intake implements Outlet {
    /** How long a gateway node may be silent before its pipes are forgotten, in ms. */
    static final long SILENT_MS = 60_000;

    private record Way(int hub, int partition) {}

    private static final class Gateway {
        private final Map<Way, IntakePipe> pipes = new HashMap<>();
        private long heardAt;
    }

    private final Predicate<String> owns;
    private final Deliveries deliveries;
    private final Consumer<List<Entry>> stored;
    private final Map<String, Gateway> gateways = new HashMap<>();

    /**
     * @param owns whether a room is this node's now
     * @param stored gets the entries that were stored
     */
    public Intake(Predicate<String> owns, Deliveries deliveries, Consumer<List<Entry>> stored) {
        this.owns = owns;
        this.deliveries = deliveries;
        this.stored = stored;
    }

    /**
     * What a hub sends.
     *
     * @return the submissions that are to be stored now, in order
     */
    public List<Submission> take(Submit submit, long now) {
        Gateway gateway = heard(submit.node(), now);
        List<Submission> taken = new ArrayList<>();
        for (Part part : submit.parts()) {
            IntakePipe pipe = pipe(gateway, submit.hub(), part.partition());
            String room = part.submissions().get(0).room();
            if (owns.test(room)) {
                take(part, pipe, submit, taken);
            } else {
                pipe.close(part.generation());
                part.submissions().forEach(this::refuse);
            }
        }
        return taken;
    }

    /** What a hub asks because it has heard nothing for a while. */
    public void probed(Probe probe, long now) {
        Gateway gateway = heard(probe.node(), now);
        for (PipeEnd end : probe.pipes()) {
            IntakePipe pipe = pipe(gateway, probe.hub(), end.partition());
            if (!owns.test(end.room())) {
                pipe.close(end.generation());
            }
            if (pipe.lacks(end)) {
                gap(probe.node(), probe.hub(), end.partition(), end.generation(), pipe);
            }
        }
    }

    /** These partitions are, or were, another node's: their pipes are closed. */
    public void release(BitSet partitions) {
        gateways.values()
                .forEach(gateway -> gateway.pipes.forEach((way, pipe) -> {
                    if (partitions.get(way.partition())) {
                        pipe.close();
                    }
                }));
    }

    /** Forgets the gateways that have been silent for long: they begin a new generation when they speak again. */
    public void expire(long now) {
        gateways.values().removeIf(gateway -> now - gateway.heardAt > SILENT_MS);
    }

    @Override
    public void answer(Outcome outcome) {
        Gateway gateway = gateways.get(outcome.replyTo().node());
        if (gateway != null) {
            int partition = Partitions.of(outcome.room());
            IntakePipe pipe = gateway.pipes.get(new Way(outcome.replyTo().hub(), partition));
            if (pipe != null) {
                pipe.answered();
            }
        }
        deliveries.answer(outcome);
    }

    @Override
    public void appended(String room, String epoch, long first, List<byte[]> frames, long stale) {
        deliveries.appended(room, epoch, first, frames, stale);
    }

    @Override
    public void stored(List<Entry> entries) {
        stored.accept(entries);
    }

    @Override
    public void pending(Pending pending) {
        deliveries.pending(pending);
    }

    private void take(Part part, IntakePipe pipe, Submit from, List<Submission> taken) {
        if (pipe.isMissingBefore(part)) {
            gap(from.node(), from.hub(), part.partition(), part.generation(), pipe);
        } else {
            taken.addAll(pipe.take(part));
        }
    }

    private Gateway heard(String node, long now) {
        Gateway gateway = gateways.computeIfAbsent(node, n -> new Gateway());
        gateway.heardAt = now;
        return gateway;
    }

    private static IntakePipe pipe(Gateway gateway, int hub, int partition) {
        return gateway.pipes.computeIfAbsent(new Way(hub, partition), way -> new IntakePipe());
    }

    private void gap(String node, int hub, int partition, long generation, IntakePipe pipe) {
        deliveries.gap(node, new Gap(hub, partition, generation, pipe.expected(generation)));
    }

    private void refuse(Submission submission) {
        deliveries.answer(
                new Outcome(submission.replyTo(), submission.room(), null, 0, 0, false, BusMessage.NOT_OWNER, null, 0));
    }
}
