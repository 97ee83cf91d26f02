package io.seqway.store.cursor;

import io.seqway.protocol.frame.Cursor;
import io.seqway.store.log.Entry;
import io.seqway.store.log.LogId;
import io.seqway.store.log.Stamp;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the owner of a room holds in memory of how far users are in it. State only; {@link Cursors} has the rules. */
final class RoomCursors {
    private static final long UNKNOWN = -1;

    private final LogId log;
    private final Map<String, Cursor> known = new HashMap<>();
    private final Set<String> loaded = new HashSet<>();
    private final Set<String> senders = new HashSet<>();
    private final Set<String> unsaid = new LinkedHashSet<>();
    private Set<String> unwritten = new LinkedHashSet<>();
    private long floor;
    private long sendersFrom = UNKNOWN;
    private long sendersTo = UNKNOWN;
    private long writtenTo = UNKNOWN;
    private Future<Void> settled;
    private long uncountedFrom;
    private long uncountedTo;
    private boolean complete;
    private long usedAt;

    RoomCursors(LogId log) {
        this.log = log;
    }

    LogId log() {
        return log;
    }

    long usedAt() {
        return usedAt;
    }

    void used(long now) {
        usedAt = now;
    }

    /** Where the user is, as far as that is known. */
    Cursor of(String user) {
        return known.getOrDefault(user, Cursor.atStart(user));
    }

    boolean knows(String user) {
        return known.containsKey(user);
    }

    Collection<Cursor> all() {
        return known.values();
    }

    /** Whether the cursor is here that is stored of the user, if there is one. */
    boolean isLoaded(String user) {
        return complete || loaded.contains(user);
    }

    void load(String user, Cursor stored) {
        loaded.add(user);
        if (stored != null) {
            load(stored);
        }
    }

    private void load(Cursor stored) {
        known.put(stored.userId(), of(stored.userId()).to(stored.delivered(), stored.read()));
    }

    /** Whether all cursors are here that are stored of the room. */
    boolean isComplete() {
        return complete;
    }

    void loadAll(List<Cursor> stored) {
        stored.forEach(this::load);
        complete = true;
    }

    /** The user is here from now on, and others need not hear of it. */
    void put(Cursor cursor) {
        known.put(cursor.userId(), cursor);
        unwritten.add(cursor.userId());
    }

    /** The user has moved here, and others are to hear of it. */
    void move(Cursor cursor) {
        put(cursor);
        unsaid.add(cursor.userId());
    }

    /** Entries up to this seq are gone, as far as is known here. */
    long floor() {
        return floor;
    }

    void floor(long seq) {
        floor = Math.max(floor, seq);
    }

    // who has sent

    /** New entries: who sends a message has read up to it. */
    void sent(List<Entry> entries) {
        beginAt(entries.get(0).seq() - 1);
        for (Entry entry : entries) {
            if (Stamp.of(entry).isMessage()) {
                sent(entry.author().id(), entry.seq());
            }
            sendersTo = entry.seq();
        }
    }

    void sent(String sender, long seq) {
        known.put(sender, of(sender).to(seq, seq));
        senders.add(sender);
    }

    /** Entries behind this seq will be said here, if none was yet. */
    void beginAt(long head) {
        if (sendersFrom == UNKNOWN) {
            sendersFrom = head;
            sendersTo = head;
        }
    }

    /** Whoever has sent behind this seq is known. */
    long sendersFrom() {
        return sendersFrom;
    }

    /** Up to which seq it is known who has sent. */
    long sendersTo() {
        return sendersTo;
    }

    /** While senders in front of {@link #sendersFrom} are looked for, and after that; {@code null} before. */
    Future<Void> settled() {
        return settled;
    }

    void settled(Future<Void> settling) {
        settled = settling;
    }

    /** All senders are to be written. */
    void writeSenders() {
        unwritten.addAll(senders);
        senders.clear();
        writtenTo = sendersTo;
    }

    // entries without counts

    /** Entries behind {@code from}, up to {@code to}, have no count. */
    void uncounted(long from, long to) {
        uncountedFrom = from;
        uncountedTo = to;
    }

    /** Behind which seq entries up to {@code to} are known to have no count. */
    long uncountedFrom(long to) {
        return to == uncountedTo ? uncountedFrom : to;
    }

    // what is to be written, and to be said

    boolean isClean() {
        return unwritten.isEmpty() && unsaid.isEmpty() && writtenTo == UNKNOWN;
    }

    /** Takes what is to be written. */
    List<StoredCursor> takeUnwritten() {
        List<StoredCursor> taken = new ArrayList<>(unwritten.size());
        unwritten.forEach(user -> taken.add(new StoredCursor(log, of(user))));
        unwritten = new LinkedHashSet<>();
        return taken;
    }

    /** Takes the mark to be written behind the senders that it speaks of, or {@code null}. */
    StoredCursor takeMark() {
        long seq = writtenTo;
        writtenTo = UNKNOWN;
        return seq == UNKNOWN ? null : StoredCursor.sendersUpTo(log, seq);
    }

    /** What was taken is not written: it is to be written with the next. */
    void putBack(StoredCursor taken) {
        if (taken.isOfUser()) {
            unwritten.add(taken.cursor().userId());
        } else {
            writtenTo = Math.max(writtenTo, taken.cursor().read());
        }
    }

    /** Takes some of those who have moved since they were said last, the longest waiting first. */
    List<Cursor> takeUnsaid(int most) {
        List<Cursor> taken = new ArrayList<>();
        Iterator<String> users = unsaid.iterator();
        while (taken.size() < most && users.hasNext()) {
            taken.add(of(users.next()));
            users.remove();
        }
        return taken;
    }

    boolean hasUnsaid() {
        return !unsaid.isEmpty();
    }

    /** Keeps no more than so many cursors, as far as they are stored. */
    void shrink(int most) {
        if (known.size() > most) {
            complete = false;
            loaded.clear();
            known.keySet()
                    .removeIf(user -> !unwritten.contains(user) && !unsaid.contains(user) && !senders.contains(user));
        }
    }
}
