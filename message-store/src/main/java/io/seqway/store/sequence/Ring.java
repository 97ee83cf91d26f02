package io.seqway.store.sequence;

import io.seqway.store.log.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The last entries of a room, so that most resumes and repeats cost no read: a copy of the log's end without holes,
 * nothing more.
 */
final class Ring {
    private static final int MAX_ENTRIES = 256;
    private static final int MAX_BYTES = 512 * 1024;

    private record Slot(String key, Entry entry, byte[] frame) {}

    private final RingBudget budget;
    private ArrayDeque<Slot> slots = new ArrayDeque<>(0);
    private Map<String, Entry> byKey = new HashMap<>();
    private int bytes;
    private long last;
    private long lastTime;

    Ring(RingBudget budget) {
        this.budget = budget;
    }

    /** Entries will come behind this one; it is not here itself. */
    void begin(long seq, long time) {
        last = seq;
        lastTime = time;
    }

    /** Adds the entry behind the last one; entries must come without holes. */
    void add(Entry entry, byte[] frame) {
        put(entry, frame, true);
        last = entry.seq();
        lastTime = entry.time();
        while (slots.size() > MAX_ENTRIES || (bytes > MAX_BYTES && slots.size() > 1)) {
            removeFirst();
        }
        budget.used(this);
    }

    /** Adds the entry before the first one, if there is room for it. */
    boolean addFront(Entry entry, byte[] frame) {
        if (entry.seq() != first() - 1 || slots.size() == MAX_ENTRIES || bytes + frame.length > MAX_BYTES) {
            return false;
        }
        put(entry, frame, false);
        budget.used(this);
        return true;
    }

    /** Keeps no entry. */
    void empty() {
        budget.add(-bytes);
        bytes = 0;
        slots = new ArrayDeque<>(0);
        byKey = new HashMap<>();
    }

    /** Keeps no entry, until there is another one. */
    void clear() {
        empty();
        budget.gone(this);
    }

    private void put(Entry entry, byte[] frame, boolean last) {
        Slot slot = new Slot(entry.key(), entry, frame);
        if (last) {
            slots.addLast(slot);
        } else {
            slots.addFirst(slot);
        }
        byKey.put(slot.key(), entry);
        bytes += frame.length;
        budget.add(frame.length);
    }

    private void removeFirst() {
        Slot oldest = slots.removeFirst();
        byKey.remove(oldest.key());
        bytes -= oldest.frame().length;
        budget.add(-oldest.frame().length);
    }

    /** The entry of this message, or {@code null} if it is not among the last. */
    Entry byKey(String key) {
        return byKey.get(key);
    }

    /** The time of the last entry in ms, or 0. */
    long lastTime() {
        return lastTime;
    }

    /** The seq of the first entry here, or that of the next one if there is none. */
    long first() {
        return slots.isEmpty() ? last + 1 : slots.getFirst().entry().seq();
    }

    /** How many bytes a frame has here on average; 0 if there is none. */
    int averageBytes() {
        return slots.isEmpty() ? 0 : bytes / slots.size();
    }

    /** Whether the entry behind this seq is here. */
    boolean reaches(long after) {
        return first() <= after + 1;
    }

    /** The frames behind this seq, up to the limits, one at the least; only if it {@link #reaches} them. */
    List<byte[]> after(long after, int limit, int maxBytes) {
        PageSize size = new PageSize(limit, maxBytes);
        List<byte[]> frames = new ArrayList<>();
        for (Slot slot : slots) {
            if (slot.entry().seq() > after) {
                if (!size.takes(slot.frame())) {
                    break;
                }
                frames.add(slot.frame());
            }
        }
        return frames;
    }

    /**
     * The last frames up to this seq, up to the limits, one at the least.
     *
     * @return {@code null} if more of them belong to the page than are here
     */
    List<byte[]> upTo(long last, int limit, int maxBytes) {
        PageSize size = new PageSize(limit, maxBytes);
        List<byte[]> frames = new ArrayList<>();
        Iterator<Slot> newest = slots.descendingIterator();
        while (newest.hasNext()) {
            Slot slot = newest.next();
            if (slot.entry().seq() <= last) {
                if (!size.takes(slot.frame())) {
                    Collections.reverse(frames);
                    return frames;
                }
                frames.add(slot.frame());
            }
        }
        if (frames.size() < limit && first() > 1) {
            return null;
        }
        Collections.reverse(frames);
        return frames;
    }
}
