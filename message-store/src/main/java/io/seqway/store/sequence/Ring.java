package io.seqway.store.sequence;

import io.seqway.store.log.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The last entries of a room, so that most resumes and repeats cost no read: a copy of the log's end, nothing more. */
final class Ring {
    private static final int MAX_ENTRIES = 256;
    private static final int MAX_BYTES = 512 * 1024;

    private record Slot(Entry entry, byte[] frame) {}

    private final ArrayDeque<Slot> slots = new ArrayDeque<>();
    private final Map<String, Entry> byKey = new HashMap<>();
    private int bytes;

    /** Adds the entry behind the last one; entries must come without holes. */
    void add(Entry entry, byte[] frame) {
        slots.addLast(new Slot(entry, frame));
        byKey.put(entry.key(), entry);
        bytes += frame.length;
        while (slots.size() > MAX_ENTRIES || (bytes > MAX_BYTES && slots.size() > 1)) {
            Slot oldest = slots.removeFirst();
            byKey.remove(oldest.entry().key());
            bytes -= oldest.frame().length;
        }
    }

    /** The entry of this message, or {@code null} if it is not among the last. */
    Entry byKey(String key) {
        return byKey.get(key);
    }

    /** The time of the last entry in ms, or 0. */
    long lastTime() {
        return slots.isEmpty() ? 0 : slots.getLast().entry().time();
    }

    /** Whether the entry behind this seq is here. */
    boolean reaches(long after) {
        return !slots.isEmpty() && slots.getFirst().entry().seq() <= after + 1;
    }

    /** The frames behind this seq, up to the limits, one at the least; only if it {@link #reaches} them. */
    List<byte[]> after(long after, int limit, int maxBytes) {
        List<byte[]> frames = new ArrayList<>();
        int size = 0;
        for (Slot slot : slots) {
            if (slot.entry().seq() <= after) {
                continue;
            }
            size += slot.frame().length;
            if (frames.size() == limit || (size > maxBytes && !frames.isEmpty())) {
                break;
            }
            frames.add(slot.frame());
        }
        return frames;
    }
}
