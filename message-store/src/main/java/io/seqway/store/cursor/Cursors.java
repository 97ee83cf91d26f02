package io.seqway.store.cursor;

import io.seqway.protocol.Limits;
import io.seqway.protocol.bus.ToStore.Move;
import io.seqway.protocol.cluster.Epochs;
import io.seqway.protocol.frame.Cursor;
import io.seqway.protocol.frame.RoomRole;
import io.seqway.protocol.frame.Standing;
import io.seqway.store.log.DamagedEntries;
import io.seqway.store.log.Entry;
import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.seqway.store.log.SharedReads;
import io.seqway.store.member.Roster;
import io.seqway.store.sequence.Sequencer;
import io.seqway.store.sequence.Sequencer.Page;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far users are in the rooms that this node owns. It is answered from memory, where a cursor comes when somebody asks
 * for it or moves it, and written a little later, many together. Who sends a message has read up to it: that is not
 * written with each message, but now and then, and what was not written is found in the log
 * (docs/architecture.md, "Cursors").
 *
 * <p>Plain Java without thread, clock or I/O of its own.
 */
public final class Cursors {
    /** Every how many ms what has moved is to be written: {@link #write}. */
    public static final long WRITE_MS = 250;

    /** Every how many ms what has moved is to be said: {@link #say}. */
    public static final long SAY_MS = 100;

    /** So many cursors of a room are said at once. */
    static final int MAX_SAID = 16;

    /** Senders are written each time when a room has so many entries more. */
    static final int ENTRIES_BETWEEN = 256;

    private static final int MAX_KEPT = 10_000;
    private static final long UNUSED_MS = 60_000;
    private static final Logger LOG = LoggerFactory.getLogger(Cursors.class);

    private final CursorStore store;
    private final Sequencer sequencer;
    private final LongSupplier clock;
    private final BiConsumer<String, List<Cursor>> moved;
    private final SharedReads<Cursor> stored;
    private final Senders senders;
    private final MessageCounts counts;
    private final Map<String, RoomCursors> rooms = new HashMap<>();
    private final Set<RoomCursors> unsaid = new LinkedHashSet<>();
    private final Set<RoomCursors> unwritten = new LinkedHashSet<>();
    private Future<Void> writing;
    private Future<Void> written = Future.succeededFuture();

    /**
     * @param clock the time in ms since 1970
     * @param moved gets cursors of a room that have moved, to tell others
     */
    public Cursors(
            CursorStore store,
            RoomLog log,
            Sequencer sequencer,
            LongSupplier clock,
            BiConsumer<String, List<Cursor>> moved) {
        this.store = store;
        this.sequencer = sequencer;
        this.clock = clock;
        this.moved = moved;
        this.stored = new SharedReads<>(store::byIds);
        this.senders = new Senders(log, stored);
        this.counts = new MessageCounts(log);
    }

    /** Entries that a majority has, of one log, in rising seq without holes. */
    public void appended(List<Entry> entries) {
        RoomCursors room = room(entries.get(0).log());
        room.sent(entries);
        long first = entries.get(0).seq();
        long last = entries.get(entries.size() - 1).seq();
        if ((first - 1) / ENTRIES_BETWEEN != last / ENTRIES_BETWEEN) {
            senders.find(room)
                    .onSuccess(found -> {
                        room.writeSenders();
                        unwritten.add(room);
                    })
                    .onFailure(e -> DamagedEntries.warnUnlessSaid(LOG, "who has sent in a room cannot be read", e));
        }
    }

    /**
     * Moves a cursor forward, if that is forward: not beyond the head. A user who comes to a room moves to 0.
     *
     * @return completes when it has moved; fails if that cannot be known now
     */
    public Future<Void> move(Move move) {
        return sequencer
                .ends(move.room())
                .compose(page -> move.delivered() > page.head()
                        ? sequencer.endsAfterFreshLook(move.room())
                        : Future.succeededFuture(page))
                .compose(page -> load(room(page, move.room()), move.user()).map(room -> {
                    move(room, move, page.head());
                    return null;
                }));
    }

    private void move(RoomCursors room, Move move, long head) {
        Cursor before = room.of(move.user());
        Cursor after = before.to(Math.min(move.delivered(), head), Math.min(move.read(), head));
        if (!after.equals(before)) {
            room.move(after);
            unsaid.add(room);
            unwritten.add(room);
        } else if (!room.knows(move.user())) {
            room.put(after);
            unwritten.add(room);
        }
    }

    /** The cursors of a room, of those who have read most. */
    public Future<List<Cursor>> of(String name) {
        return sequencer.ends(name).compose(page -> {
            RoomCursors room = room(page, name);
            return senders.find(room).compose(found -> all(room)).map(all -> all.stream()
                    .map(cursor -> cursor.within(page.head()))
                    .sorted(Comparator.comparingLong(Cursor::read).reversed().thenComparing(Cursor::userId))
                    .toList());
        });
    }

    /** Those in memory, and the first of those that are stored. */
    private Future<List<Cursor>> all(RoomCursors room) {
        if (room.isComplete()) {
            return Future.succeededFuture(List.copyOf(room.all()));
        }
        int most = Limits.MAX_CURSORS + 1;
        return written.compose(done -> store.ofLog(room.log(), most)).map(found -> {
            if (found.size() < most) {
                room.loadAll(found);
                return List.copyOf(room.all());
            }
            Map<String, Cursor> both = new HashMap<>();
            found.forEach(cursor -> both.put(cursor.userId(), cursor));
            room.all()
                    .forEach(cursor -> both.merge(
                            cursor.userId(), cursor, (one, other) -> one.to(other.delivered(), other.read())));
            return List.copyOf(both.values());
        });
    }

    /** How far a user is in a room, and what the user is there; {@code null} if the room is gone. */
    public Future<Standing> standing(String user, String name) {
        return sequencer
                .roster(name)
                .compose(roster ->
                        roster.isGone() ? Future.succeededFuture() : standing(user, name, role(roster, user)));
    }

    /** Who is in a room that is for everybody is a member of it, whether that was said or not. */
    private static String role(Roster roster, String user) {
        if (roster.role(user) != null) {
            return roster.role(user).text();
        }
        return roster.isMade() && roster.document().isRestricted() ? null : RoomRole.MEMBER.text();
    }

    private Future<Standing> standing(String user, String name, String role) {
        return sequencer.ends(name).compose(page -> standing(user, name, role, page)
                .recover(e -> sequencer
                        .endsAfterLookAtFloor(name)
                        .compose(now -> now.floor() > page.floor()
                                ? standing(user, name, role, now)
                                : Future.failedFuture(e))));
    }

    /** Fails if the floor is above that of the page by now, and above what the user has read. */
    private Future<Standing> standing(String user, String name, String role, Page page) {
        RoomCursors room = room(page, name);
        return senders.find(room).compose(found -> load(room, user)).compose(loaded -> {
            Cursor cursor = room.of(user).within(page.head());
            return counts.messages(room, Math.max(cursor.read(), page.floor()), page.head())
                    .map(unread -> new Standing(
                            name, page.head(), page.epoch(), cursor.delivered(), cursor.read(), unread, role));
        });
    }

    /** As {@link CursorStore#roomsOf}: what was written. */
    public Future<List<String>> roomsOf(String user, String after, int limit) {
        return store.roomsOf(user, after, limit);
    }

    private Future<RoomCursors> load(RoomCursors room, String user) {
        if (room.isLoaded(user)) {
            return Future.succeededFuture(room);
        }
        String id = room.log().cursorId(user);
        return written.compose(done -> stored.byIds(List.of(id))).map(found -> {
            room.load(user, found.get(id));
            return room;
        });
    }

    private RoomCursors room(Page page, String name) {
        RoomCursors room = room(new LogId(name, Epochs.incarnation(page.epoch())));
        room.beginAt(page.head());
        room.floor(page.floor());
        return room;
    }

    private RoomCursors room(LogId log) {
        RoomCursors room = rooms.get(log.room());
        if (room == null || !room.log().equals(log)) {
            room = new RoomCursors(log);
            rooms.put(log.room(), room);
        }
        room.used(clock.getAsLong());
        return room;
    }

    /** Says what has moved: not too much of a room at once. */
    public void say() {
        unsaid.removeIf(room -> {
            moved.accept(room.log().room(), room.takeUnsaid(MAX_SAID));
            return !room.hasUnsaid();
        });
    }

    /**
     * Writes what is not written, unless that is being done.
     *
     * @return completes when it is written; fails if it is not, and then it is written the next time
     */
    public Future<Void> write() {
        if (writing != null) {
            return writing;
        }
        Map<StoredCursor, RoomCursors> taken = take();
        if (taken.isEmpty()) {
            return Future.succeededFuture();
        }
        Future<Void> write = store.raise(List.copyOf(taken.keySet())).onFailure(e -> {
            LOG.warn("cursors cannot be written: {}", e.toString());
            taken.forEach((cursor, room) -> {
                room.putBack(cursor);
                unwritten.add(room);
            });
        });
        writing = write;
        write.onComplete(done -> writing = null);
        return write;
    }

    /** As {@link #write}, also what has moved since the writing that is under way began. */
    public Future<Void> writeNow() {
        Future<Void> before = writing == null ? Future.succeededFuture() : writing.otherwiseEmpty();
        return before.compose(done -> write());
    }

    private boolean areWritten() {
        return writing == null && unwritten.isEmpty();
    }

    /** As {@link #write}, until nothing is left. */
    public Future<Void> writeAll() {
        return areWritten() ? Future.succeededFuture() : write().compose(done -> writeAll());
    }

    /** Marks come last: they speak of what is in front of them. */
    private Map<StoredCursor, RoomCursors> take() {
        Map<StoredCursor, RoomCursors> taken = new LinkedHashMap<>();
        unwritten.forEach(room -> room.takeUnwritten().forEach(cursor -> taken.put(cursor, room)));
        for (RoomCursors room : unwritten) {
            StoredCursor mark = room.takeMark();
            if (mark != null) {
                taken.put(mark, room);
            }
        }
        unwritten.clear();
        return taken;
    }

    /**
     * Forgets what it knows of these rooms: another owner may know more. What is not written yet, still is, and before
     * anything is read again, should a room have come back meanwhile.
     */
    public void forget(Predicate<String> names) {
        rooms.keySet().removeIf(names);
        unsaid.removeIf(room -> names.test(room.log().room()));
        if (!areWritten()) {
            written = writeNow().otherwiseEmpty();
        }
    }

    /** Forgets the rooms that nobody has used for a minute, and of those with very many users what is written. */
    public void forgetUnused() {
        if (writing == null) {
            long since = clock.getAsLong() - UNUSED_MS;
            rooms.values().removeIf(room -> room.usedAt() < since && room.isClean());
            rooms.values().forEach(room -> room.shrink(MAX_KEPT));
        }
    }
}
