package io.seqway.store.sequence;

import io.seqway.store.log.Entry;
import java.util.ArrayList;
import java.util.List;

/**
 * The edits and deletions that a room gets while entries of it are being read: whoever reads may have asked the log before
 * they were there.
 */
final class Changes {
    private final List<List<Entry>> open = new ArrayList<>(0);

    /** From now on changes are noted in the list that is given back. */
    List<Entry> begin() {
        List<Entry> noted = new ArrayList<>(0);
        open.add(noted);
        return noted;
    }

    /** No more is noted in this list. */
    void end(List<Entry> noted) {
        open.removeIf(list -> list == noted);
    }

    /** The room has got an edit or a deletion. */
    void add(Entry change) {
        open.forEach(noted -> noted.add(change));
    }
}
