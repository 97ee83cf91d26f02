package io.seqway.gateway.store;

import io.seqway.protocol.bus.FromStore.Page;
import java.util.List;

/**
 * A page of a room as a client gets it.
 *
 * @param frames {@code message} frames in rising seq
 * @param more whether there are entries further in the direction that was asked for
 */
public record HistoryPage(List<byte[]> frames, boolean more) {
    static HistoryPage before(Page page) {
        return new HistoryPage(page.frames(), !page.frames().isEmpty() && page.first() > page.floor() + 1);
    }

    static HistoryPage after(Page page) {
        return new HistoryPage(page.frames(), page.first() + page.frames().size() - 1 < page.head());
    }
}
