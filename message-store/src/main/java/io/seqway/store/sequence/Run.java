package io.seqway.store.sequence;

import io.seqway.store.log.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The part of one write that belongs to one room: sends, and the entries with consecutive seqs they shall become. */
final class Run {
    private final Room room;
    private final List<PendingSend> sends;
    private List<Entry> entries = List.of();

    Run(Room room, List<PendingSend> sends) {
        this.room = room;
        this.sends = sends;
    }

    Room room() {
        return room;
    }

    List<PendingSend> sends() {
        return sends;
    }

    List<Entry> entries() {
        return entries;
    }

    boolean isEmpty() {
        return sends.isEmpty();
    }

    /** Gives the sends the seqs behind the head of the room. */
    void number(LongSupplier clock) {
        List<Entry> numbered = new ArrayList<>(sends.size());
        long now = clock.getAsLong();
        long seq = room.head();
        for (PendingSend send : sends) {
            numbered.add(room.entry(send.submission(), ++seq, now));
        }
        entries = numbered;
    }

    /** The first sends are stored, as these entries. */
    void commitFirst(List<Entry> stored) {
        int count = stored.size();
        if (count == 0) {
            return;
        }
        room.commit(new ArrayList<>(sends.subList(0, count)), stored);
        sends.subList(0, count).clear();
        entries = entries.subList(count, entries.size());
    }

    /** Takes the first send out; the others are to be numbered anew. */
    PendingSend dropFirst() {
        entries = entries.subList(1, entries.size());
        return sends.remove(0);
    }

    /** Answers the sends whose messages are in the log already, and takes them out. */
    void dropRepeats(Map<String, Entry> storedByKey) {
        sends.removeIf(send -> {
            Entry stored = storedByKey.get(send.key());
            if (stored != null) {
                room.repeated(send, stored);
            }
            return stored != null;
        });
        room.keysChecked();
    }
}
