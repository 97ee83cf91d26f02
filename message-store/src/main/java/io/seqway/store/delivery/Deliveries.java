package io.seqway.store.delivery;

import io.seqway.protocol.bus.FromStore.Delivery;
import io.seqway.protocol.bus.FromStore.Ends;
import io.seqway.protocol.bus.FromStore.Gap;
import io.seqway.protocol.bus.FromStore.Moved;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.FromStore.Owned;
import io.seqway.protocol.bus.FromStore.Run;
import io.seqway.protocol.bus.Pending;
import io.seqway.protocol.bus.Signal;
import io.seqway.protocol.frame.Cursor;
import io.seqway.store.interest.Interest;
import io.seqway.store.sequence.Outlet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Gathers what one turn of the event loop brought for each gateway node, to send it in one message per node. Entries are
 * left out for a node that has too much of them on its way already; the next beacon tells it so.
 */
public final class Deliveries implements Outlet {
    private final Interest interest;
    private final Outflows outflows;
    private final Runnable flushSoon;
    private final LongSupplier wallClock;
    private Map<String, Delivery> byNode = new LinkedHashMap<>();

    /** @param flushSoon called when there is something to flush, once until {@link #flush} */
    public Deliveries(Interest interest, Outflows outflows, Runnable flushSoon) {
        this(interest, outflows, flushSoon, () -> 0);
    }

    /** @param wallClock when entries were stored, in ms since 1970 */
    public Deliveries(Interest interest, Outflows outflows, Runnable flushSoon, LongSupplier wallClock) {
        this.interest = interest;
        this.outflows = outflows;
        this.flushSoon = flushSoon;
        this.wallClock = wallClock;
    }

    @Override
    public void answer(Outcome outcome) {
        to(outcome.replyTo().node()).outcomes().add(outcome);
    }

    @Override
    public void appended(String room, String epoch, long first, List<byte[]> frames, long stale) {
        Run run = new Run(room, epoch, first, frames, stale, wallClock.getAsLong());
        interest.at(room, epoch, first + frames.size() - 1);
        for (String node : interest.nodes(room)) {
            if (outflows.takes(node, run)) {
                to(node).runs().add(run);
            }
        }
    }

    /** Nothing is put right later if a node has too much on its way: what it shows ends there by itself. */
    @Override
    public void pending(Pending pending) {
        for (String node : interest.nodes(pending.room())) {
            if (outflows.takesBesides(node, pending.frame())) {
                to(node).pendings().add(pending);
            }
        }
    }

    /** Passes on what is not stored to the nodes that want the room, but for those that have too much on their way. */
    public void signal(Signal signal) {
        for (String node : interest.nodes(signal.room())) {
            if (outflows.takesBesides(node, signal.frame())) {
                to(node).signals().add(signal);
            }
        }
    }

    /** Passes on cursors that have moved, as {@link #signal} does. */
    public void receipts(String room, List<Cursor> cursors) {
        for (String node : interest.nodes(room)) {
            if (outflows.takesReceipts(node, cursors.size())) {
                to(node).receipts().add(new Moved(room, cursors));
            }
        }
    }

    /** Tells one node who owns a partition. */
    public void owner(String node, Owned owned) {
        List<Owned> owners = to(node).owners();
        if (!owners.contains(owned)) {
            owners.add(owned);
        }
    }

    /** Tells one node what is missing in one of its pipes. */
    public void gap(String node, Gap gap) {
        to(node).gaps().add(gap);
    }

    /** Tells one node where a room begins and ends. */
    public void ends(String node, Ends ends) {
        to(node).ends().add(ends);
    }

    /** Hands over what was gathered, node by node. */
    public void flush(BiConsumer<String, Delivery> send) {
        Map<String, Delivery> gathered = byNode;
        byNode = new LinkedHashMap<>();
        gathered.forEach((node, its) -> send.accept(
                node,
                new Delivery(
                        outflows.pushed(node),
                        its.owners(),
                        its.outcomes(),
                        its.gaps(),
                        its.ends(),
                        its.pendings(),
                        its.runs(),
                        its.signals(),
                        its.receipts())));
    }

    private Delivery to(String node) {
        if (byNode.isEmpty()) {
            flushSoon.run();
        }
        return byNode.computeIfAbsent(
                node,
                n -> new Delivery(
                        null,
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>()));
    }
}
