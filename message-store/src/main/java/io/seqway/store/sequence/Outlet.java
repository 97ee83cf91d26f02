package io.seqway.store.sequence;

import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.Pending;
import io.seqway.store.log.Entry;
import java.util.List;

/** Where the sequencer's results go. */
public interface Outlet {
    /** Answers one submission. */
    void answer(Outcome outcome);

    /**
     * Entries that a majority has.
     *
     * @param first the seq of the first frame
     * @param frames {@code message} frames in rising seq without holes
     * @param stale up to this seq, entries are shown otherwise than before; 0 if all are as they were
     */
    void appended(String room, String epoch, long first, List<byte[]> frames, long stale);

    /** The same entries, for whoever wants to know more of them than clients are told. */
    default void stored(List<Entry> entries) {}

    /** A message is shown before it is stored, or is not to be shown any more. */
    void pending(Pending pending);

    /** A message is stored that came in at this time ({@link System#nanoTime()}). */
    default void stored(long receivedNanos) {}

    /** A write has met an entry of another owner. */
    default void fenced() {}
}
