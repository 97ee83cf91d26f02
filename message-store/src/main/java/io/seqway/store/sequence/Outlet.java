package io.seqway.store.sequence;

import io.seqway.protocol.bus.BusMessage.Outcome;
import io.seqway.protocol.bus.Pending;
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
     */
    void appended(String room, String epoch, long first, List<byte[]> frames);

    /** A message is shown before it is stored, or is not to be shown any more. */
    void pending(Pending pending);
}
