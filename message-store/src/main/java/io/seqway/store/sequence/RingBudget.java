package io.seqway.store.sequence;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** What the rings of all rooms may take together: beyond it those that were not used for the longest time are emptied. */
final class RingBudget {
    private final long maxBytes;
    private final Set<Ring> byUse = new LinkedHashSet<>();
    private long bytes;

    /** @param maxBytes bytes of frames */
    RingBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(int change) {
        bytes += change;
    }

    long bytes() {
        return bytes;
    }

    /** The ring got an entry. */
    void used(Ring ring) {
        byUse.remove(ring);
        byUse.add(ring);
        Iterator<Ring> oldest = byUse.iterator();
        while (bytes > maxBytes && oldest.hasNext()) {
            oldest.next().empty();
            oldest.remove();
        }
    }

    /** The ring is empty and not used any more. */
    void gone(Ring ring) {
        byUse.remove(ring);
    }
}
