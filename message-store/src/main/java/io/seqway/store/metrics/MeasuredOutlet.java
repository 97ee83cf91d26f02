package io.seqway.store.metrics;

import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.Pending;
import io.seqway.store.log.Entry;
import io.seqway.store.sequence.Outlet;
import java.util.List;

/** Counts what the sequencer brings about, on its way out. */
public final class MeasuredOutlet implements Outlet {
    private final Outlet outlet;
    private final StoreMetrics metrics;

    public MeasuredOutlet(Outlet outlet, StoreMetrics metrics) {
        this.outlet = outlet;
        this.metrics = metrics;
    }

    @Override
    public void answer(Outcome outcome) {
        outlet.answer(outcome);
    }

    @Override
    public void appended(String room, String epoch, long first, List<byte[]> frames, long stale) {
        metrics.appended(frames.size());
        outlet.appended(room, epoch, first, frames, stale);
    }

    @Override
    public void pending(Pending pending) {
        outlet.pending(pending);
    }

    @Override
    public void stored(List<Entry> entries) {
        outlet.stored(entries);
    }

    @Override
    public void stored(long receivedNanos) {
        metrics.stored(receivedNanos);
    }

    @Override
    public void fenced() {
        metrics.fenced();
    }
}
