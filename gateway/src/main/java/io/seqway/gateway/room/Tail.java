package io.seqway.gateway.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The last entries that a hub got for a room, kept while a cursor catches up: so that it need not read those again. */
final class Tail {
    private static final int MAX_ENTRIES = 256;

    private final ArrayDeque<byte[]> frames = new ArrayDeque<>();
    private long last;

    /** Adds entries behind the last one. */
    void add(long first, List<byte[]> entries) {
        frames.addAll(entries);
        last = first + entries.size() - 1;
        while (frames.size() > MAX_ENTRIES) {
            frames.removeFirst();
        }
    }

    /** Entries up to this seq are shown otherwise by now, and are to be read again. */
    void forget(long stale) {
        while (!frames.isEmpty() && last - frames.size() < stale) {
            frames.removeFirst();
        }
    }

    /** Whether the entry behind this seq is here. */
    boolean reaches(long after) {
        return after < last && after >= last - frames.size();
    }

    /** The frames behind this seq, up to the limits, one at the least; only if it {@link #reaches} them. */
    List<byte[]> after(long after, int limit, int maxBytes) {
        List<byte[]> page = new ArrayList<>();
        int bytes = 0;
        long seq = last - frames.size();
        for (byte[] frame : frames) {
            seq++;
            if (seq <= after) {
                continue;
            }
            bytes += frame.length;
            if (page.size() == limit || (bytes > maxBytes && !page.isEmpty())) {
                break;
            }
            page.add(frame);
        }
        return page;
    }

    void clear() {
        frames.clear();
    }
}
