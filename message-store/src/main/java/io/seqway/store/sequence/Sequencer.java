package io.seqway.store.sequence;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.bus.NodeMessage.RoomState;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.log.DamagedEntries;
import io.seqway.store.log.Entry;
import io.seqway.store.log.ExtentSearch;
import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.seqway.store.log.SharedReads;
import io.seqway.store.log.TimeSearch;
import io.seqway.store.member.Roster;
import io.seqway.store.member.Rosters;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Gives the messages of rooms their seqs. Plain Java without I/O, thread or clock of its own: everything happens on the
 * thread of the caller, which must always be the same one.
 */
public final class Sequencer {
    /**
     * A page of a room's log, or only its ends where nothing was asked for.
     *
     * @param floor entries up to this seq are gone
     * @param first the seq of the first frame: where what was asked for is gone, the first that is kept
     */
    public record Page(String epoch, long floor, long head, long first, List<byte[]> frames) {}

    private static final int LANES = 2;
    private static final long MAX_WAITING_BYTES_PER_ROOM = 4L * 1024 * 1024;
    private static final long MAX_WAITING_BYTES = 64L * 1024 * 1024;
    private static final long RETRY_AFTER_MS = 500;

    private final EpochNames epochs;
    private final LongSupplier clock;
    private final Consumer<Entry> outbox;
    private final Outlet outlet;
    private final LogEnds ends;
    private final PageReader reader;
    private final TimeSearch times;
    private final RingBudget rings = new RingBudget(Runtime.getRuntime().maxMemory() / 16);
    private final Backlog backlog = new Backlog();
    private final List<Lane> lanes = new ArrayList<>();
    private final Map<String, Room> rooms = new HashMap<>();
    private Predicate<String> held = room -> false;

    /**
     * @param token names this database's logs: the first part of every epoch
     * @param clock the time in ms since 1970
     * @param mayWrite whether a write may be begun now; when it may again, {@link #resume} is to be called
     * @param rosters reads who is in rooms
     * @param maxMembers how many members a room may have
     * @param outbox gets each entry that demands more than to be stored, as soon as it is known to be
     */
    public Sequencer(
            RoomLog log,
            String token,
            LongSupplier clock,
            Scheduler scheduler,
            BooleanSupplier mayWrite,
            Outlet outlet,
            Rosters rosters,
            int maxMembers,
            Consumer<Entry> outbox) {
        this.epochs = new EpochNames(token);
        this.clock = clock;
        this.outlet = outlet;
        this.outbox = outbox;
        this.times = new TimeSearch(log);
        ExtentSearch extents = new ExtentSearch(log);
        Settlement settlement = new Settlement(log, extents, rosters, scheduler, clock, this::offer);
        this.ends = new LogEnds(log, extents, settlement, rosters);
        this.reader = new PageReader(new SharedReads<>(new Folding(log)::byIds), ends::lookAtFloor);
        for (int i = 0; i < LANES; i++) {
            lanes.add(new Lane(
                    log,
                    extents,
                    rosters,
                    clock,
                    scheduler,
                    mayWrite,
                    room -> room.isEnding() || held.test(room.log().room()),
                    maxMembers));
        }
    }

    /** Takes messages in; each is answered through the outlet, sooner or later. */
    public void submit(List<Submission> submissions) {
        Set<Room> touched = new LinkedHashSet<>();
        List<PendingSend> sentAgain = new ArrayList<>();
        for (Submission submission : submissions) {
            Room room = room(submission.room());
            if (!room.isOpen()) {
                if (mayWait(room, submission)) {
                    room.queue().early(submission);
                    touched.add(room);
                }
            } else if (take(room, submission, sentAgain)) {
                touched.add(room);
            }
        }
        for (Room room : touched) {
            if (room.isOpen()) {
                offer(room);
            } else {
                ends.openSoon(room).onSuccess(opened -> takeEarly(room)).onFailure(e -> notOpened(room, e));
            }
        }
    }

    private static void notOpened(Room room, Throwable cause) {
        if (cause instanceof DamagedEntries) {
            room.refuseDamaged();
        } else {
            room.refuseWaiting(ErrorCode.UNAVAILABLE.text(), "the message store does not answer", RETRY_AFTER_MS);
        }
    }

    /** What has come before it was known which log is the room's, and who may be there. */
    private void takeEarly(Room room) {
        List<PendingSend> sentAgain = new ArrayList<>();
        room.queue().takeEarly().forEach(submission -> take(room, submission, sentAgain));
        offer(room);
    }

    /**
     * Begins no more writes in a room, which is about to be another one: until {@link #reopen}.
     *
     * @return whether there are none under way
     */
    public boolean end(String name) {
        Room room = room(name);
        room.end(true);
        return !room.queue().isWriting() && !room.syncing();
    }

    /** Opens a room anew: it may be another one now, or none. What waits in it is decided anew. */
    public void reopen(String name) {
        Room room = rooms.remove(name);
        if (room != null) {
            room.ring().clear();
            submit(room.queue().takeWaiting());
        }
    }

    /** Who may be in a room, and where its log ends. */
    public Future<Roster> roster(String name) {
        Room room = room(name);
        return ends.open(room).map(opened -> room.roster());
    }

    /** Somebody has seen this seq of the room: where its end is not known yet, it is looked for there first. */
    public void hint(String name, long seq) {
        room(name).hint(seq);
    }

    /** Where the log of a room begins and ends. */
    public Future<Page> ends(String name) {
        Room room = room(name);
        return ends.open(room).map(opened -> page(room, room.head() + 1, List.of()));
    }

    /**
     * As {@link #ends}, but looks into the log again first: for a reader who claims to know more. Fails while the log
     * has more than this owner knows.
     */
    public Future<Page> endsAfterFreshLook(String name) {
        Room room = room(name);
        return ends.open(room)
                .compose(opened -> ends.lookAgain(room))
                .map(looked -> page(room, room.head() + 1, List.of()));
    }

    /**
     * Entries behind a seq, at most {@code limit} of them and {@code maxBytes} of frames, but one at the least, if there
     * is one.
     */
    public Future<Page> after(String name, long after, int limit, int maxBytes) {
        Room room = room(name);
        return ends.open(room)
                .compose(opened -> reader.after(room, after, limit, maxBytes))
                .map(read -> page(room, read.first(), read.frames()));
    }

    /** The last entries below a seq, at most {@code limit} of them and {@code maxBytes} of frames, but one at the least. */
    public Future<Page> before(String name, long before, int limit, int maxBytes) {
        Room room = room(name);
        return ends.open(room).compose(opened -> {
            long last = Math.min(before - 1, room.head());
            return reader.upTo(room, last, limit, maxBytes).map(read -> page(room, read.first(), read.frames()));
        });
    }

    /** As {@link #ends}, but looks again where what is kept begins: for whoever misses entries that another owner removed. */
    public Future<Page> endsAfterLookAtFloor(String name) {
        Room room = room(name);
        return ends.open(room)
                .compose(opened -> ends.lookAtFloor(room))
                .map(looked -> page(room, room.head() + 1, List.of()));
    }

    /** The log that a room has now, which does not make it one that is in memory; empty if the room was removed. */
    public Future<Optional<LogId>> log(String name) {
        Room room = rooms.get(name);
        if (room != null && room.isOpen()) {
            return Future.succeededFuture(
                    Optional.of(room.log()).filter(log -> !room.roster().isGone()));
        }
        return ends.log(name);
    }

    /** The rooms whose ends are in memory. */
    public List<String> open() {
        return rooms.values().stream()
                .filter(Room::isOpen)
                .map(room -> room.log().room())
                .toList();
    }

    /** Where a log ends whose ends are in memory, which does not make its room one that is used. */
    public Optional<Page> known(LogId log) {
        return Optional.ofNullable(rooms.get(log.room()))
                .filter(room -> room.isOpen() && room.log().equals(log))
                .map(room -> page(room, room.head() + 1, List.of()));
    }

    /** Entries of a room up to this seq are about to be removed: a majority has that floor. */
    public void raiseFloor(LogId log, long floor) {
        Room room = rooms.get(log.room());
        if (room != null && room.isOpen() && room.log().equals(log)) {
            room.raiseFloor(floor);
        }
    }

    /**
     * The seq of the first entry of a time or later, or the one behind the head.
     *
     * @param time in ms since 1970
     */
    public Future<Long> since(String name, long time) {
        return ends(name).compose(page -> times.since(room(name).log(), page.floor(), page.head(), time));
    }

    /** Finds, in these rooms, what somebody else has written, and makes it known. */
    public Future<Void> probe(Collection<String> names) {
        return ends.probe(
                names.stream().map(rooms::get).filter(Objects::nonNull).toList());
    }

    /** Begins no more writes in these rooms, and in no others, until it is told otherwise. */
    public void hold(Predicate<String> names) {
        held = names;
        rooms.values().forEach(this::offer);
    }

    /** Whether a write is under way in one of these rooms. */
    public boolean isWriting(Predicate<String> names) {
        return rooms.values().stream()
                .anyMatch(room ->
                        room.queue().isWriting() && names.test(room.log().room()));
    }

    /**
     * Gives up rooms that this node owns no more: what waits in them is sent back, the rest is forgotten as soon as
     * nothing of it is under way.
     */
    public void release(Predicate<String> owned) {
        for (Room room : rooms.values()) {
            if (!owned.test(room.log().room())) {
                room.release();
            }
        }
        forgetIdle(room -> !owned.test(room.log().room()));
    }

    /**
     * Forgets what it knows of these rooms, which another owner may have written meanwhile; writes under way come to
     * their end.
     */
    public void forget(Predicate<String> names) {
        rooms.values().removeIf(room -> {
            boolean gone = names.test(room.log().room());
            if (gone) {
                room.release();
                room.ring().clear();
            }
            return gone;
        });
    }

    /** Writes may be begun again. */
    public void resume() {
        lanes.forEach(Lane::pump);
    }

    /**
     * What is known of a room, to those who look after it.
     *
     * @param watchers the gateway nodes that want it
     */
    public Future<RoomState> state(String name, List<String> watchers) {
        return ends(name).map(page -> room(name).state(watchers));
    }

    /** How many rooms are in memory. */
    public int rooms() {
        return rooms.size();
    }

    /** Bytes of messages that wait to be written, in all rooms. */
    public long waitingBytes() {
        return backlog.bytes();
    }

    /** Whether nothing waits and nothing is under way. */
    public boolean isIdle() {
        return rooms.values().stream().allMatch(Room::isIdle);
    }

    /** Forgets the rooms that nobody has used since then; of those that are to be kept, all but where they end. */
    public void forgetUnused(long since, Predicate<String> keep) {
        rooms.values().stream()
                .filter(room -> room.lastUsed() < since && room.isIdle())
                .forEach(Room::rest);
        forgetIdle(room -> room.lastUsed() < since && !keep.test(room.log().room()));
    }

    private void forgetIdle(Predicate<Room> unwanted) {
        rooms.values().removeIf(room -> {
            boolean gone = room.isIdle() && unwanted.test(room);
            if (gone) {
                room.ring().clear();
            }
            return gone;
        });
    }

    private Room room(String name) {
        Room room = rooms.computeIfAbsent(name, n -> new Room(n, epochs, outlet, backlog, rings, outbox));
        room.used(clock.getAsLong());
        return room;
    }

    /**
     * Answers the submission at once, or lets it wait: then true.
     *
     * @param sentAgain what was sent again and has begun to wait, in front of this one
     */
    private boolean take(Room room, Submission submission, List<PendingSend> sentAgain) {
        String key = room.log().key(submission.author().id(), submission.clientMsgId());
        PendingSend twin = room.queue().pending(key);
        if (twin != null) {
            if (twin.sameContent(submission)) {
                twin.repeats().add(submission.replyTo());
                room.showing().begin(twin, submission, clock.getAsLong());
                overtake(submission, sentAgain);
            } else {
                room.answers().conflict(submission.replyTo());
            }
            return false;
        }
        PendingSend send = new PendingSend(submission, key);
        Entry stored = room.ring().byKey(key);
        if (stored != null) {
            room.answers().repeated(submission.replyTo(), stored, send.sameContent(stored));
            overtake(submission, sentAgain);
            return false;
        }
        if (!mayWait(room, submission)) {
            return false;
        }
        if (submission.predecessor() != null) {
            place(room, send);
        }
        if (submission.late()) {
            send.order().overtaken();
        } else if (submission.again()) {
            sentAgain.add(send);
        }
        room.queue().add(send);
        room.showing().begin(send, submission, clock.getAsLong());
        return true;
    }

    /** Refuses the submission if too much waits. */
    private boolean mayWait(Room room, Submission submission) {
        if (room.queue().bytes() > MAX_WAITING_BYTES_PER_ROOM || backlog.bytes() > MAX_WAITING_BYTES) {
            room.answers()
                    .refuse(
                            submission.replyTo(),
                            ErrorCode.UNAVAILABLE.text(),
                            "too much waits to be stored",
                            RETRY_AFTER_MS);
            return false;
        }
        return true;
    }

    /** A message that names another one has to stand behind it. */
    private static void place(Room room, PendingSend send) {
        Submission submission = send.submission();
        String key = room.log().key(submission.author().id(), submission.predecessor());
        PendingSend queuedAhead = room.queue().pending(key);
        if (queuedAhead != null) {
            send.order().behind(queuedAhead.order());
        } else if (room.ring().byKey(key) == null) {
            send.order().behind(key);
        }
    }

    /** The message is in the log or in the queue already: what was sent in front of it and has come anew is too late. */
    private static void overtake(Submission known, List<PendingSend> sentAgain) {
        for (PendingSend send : sentAgain) {
            if (known.again() && send.isOfSameSource(known)) {
                send.order().overtaken();
            }
        }
    }

    private void offer(Room room) {
        lanes.get(Partitions.of(room.log().room()) % lanes.size()).offer(room);
    }

    private static Page page(Room room, long first, List<byte[]> frames) {
        return new Page(room.epoch(), room.floor(), room.head(), first, frames);
    }
}
