package io.seqway.store.sequence;

import io.seqway.store.log.Entry;
import io.seqway.store.log.Shown;
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

    private static final class Slot {
        private final String key;
        private Shown shown;
        private byte[] frame;

        Slot(Shown shown, byte[] frame) {
            this.key = shown.entry().key();
            this.shown = shown;
            this.frame = frame;
        }

        long seq() {
            return shown.entry().seq();
        }
    }

    private final RingBudget budget;
    private ArrayDeque<Slot> slots = new ArrayDeque<>(0);
    private Map<String, Slot> byKey = new HashMap<>();
    private int bytes;
    private long last;
    private long lastTime;
    private long floor;

    Ring(RingBudget budget) {
        this.budget = budget;
    }

    /** Entries will come behind this one; it is not here itself. */
    void begin(long seq, long time) {
        last = seq;
        lastTime = time;
    }

    /** Adds the entry behind the last one; entries must come without holes. */
    void add(Shown shown, byte[] frame) {
        put(shown, frame, true);
        last = shown.entry().seq();
        lastTime = shown.entry().time();
        while (slots.size() > MAX_ENTRIES || (bytes > MAX_BYTES && slots.size() > 1)) {
            removeFirst();
        }
        budget.used(this);
    }

    /** Adds the entry before the first one, if there is room for it. */
    boolean addFront(Shown shown, byte[] frame) {
        long seq = shown.entry().seq();
        boolean full = slots.size() == MAX_ENTRIES || bytes + frame.length > MAX_BYTES;
        if (seq != first() - 1 || seq <= floor || full) {
            return false;
        }
        put(shown, frame, false);
        budget.used(this);
        return true;
    }

    /** Entries up to this seq are gone: they are not kept here either, nor come back. */
    void forget(long seq) {
        floor = seq;
        while (!slots.isEmpty() && first() <= seq) {
            removeFirst();
        }
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

    /** An edit or a deletion has been added: what is here of other entries is shown with it from now on. */
    void change(Entry change, String epoch) {
        for (Slot slot : slots) {
            Shown changed = slot.shown.with(change);
            if (changed != slot.shown) {
                int before = slot.frame.length;
                slot.shown = changed;
                slot.frame = changed.toFrame(epoch);
                bytes += slot.frame.length - before;
                budget.add(slot.frame.length - before);
            }
        }
    }

    private void put(Shown shown, byte[] frame, boolean last) {
        Slot slot = new Slot(shown, frame);
        if (last) {
            slots.addLast(slot);
        } else {
            slots.addFirst(slot);
        }
        byKey.put(slot.key, slot);
        bytes += frame.length;
        budget.add(frame.length);
    }

    private void removeFirst() {
        Slot oldest = slots.removeFirst();
        byKey.remove(oldest.key);
        bytes -= oldest.frame.length;
        budget.add(-oldest.frame.length);
    }

    /** The entry of this message, or {@code null} if it is not among the last. */
    Entry byKey(String key) {
        Slot slot = byKey.get(key);
        return slot == null ? null : slot.shown.entry();
    }

    /** What is shown at this seq, or {@code null} if it is not among the last. */
    Shown at(long seq) {
        if (seq < first() || seq > last) {
            return null;
        }
        for (Slot slot : slots) {
            if (slot.seq() == seq) {
                return slot.shown;
            }
        }
        return null;
    }

    /** The time of the last entry in ms, or 0. */
    long lastTime() {
        return lastTime;
    }

    /** The seq of the first entry here, or that of the next one if there is none. */
    long first() {
        return slots.isEmpty() ? last + 1 : slots.getFirst().seq();
    }

    /** How many entries are here. */
    int size() {
        return slots.size();
    }

    /** Bytes of the frames here. */
    int bytes() {
        return bytes;
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
            if (slot.seq() > after) {
                if (!size.takes(slot.frame)) {
                    break;
                }
                frames.add(slot.frame);
            }
        }
        return frames;
    }

    /**
     * The last frames up to this seq, up to the limits, one at the least.
     *
     * @return {@code null} if more of them belong to the page than are here, of those that are kept
     */
    List<byte[]> upTo(long last, int limit, int maxBytes) {
        PageSize size = new PageSize(limit, maxBytes);
        List<byte[]> frames = new ArrayList<>();
        Iterator<Slot> newest = slots.descendingIterator();
        while (newest.hasNext()) {
            Slot slot = newest.next();
            if (slot.seq() <= last) {
                if (!size.takes(slot.frame)) {
                    Collections.reverse(frames);
                    return frames;
                }
                frames.add(slot.frame);
            }
        }
        if (frames.size() < limit && first() > floor + 1) {
            return null;
        }
        Collections.reverse(frames);
        return frames;
    }
}
