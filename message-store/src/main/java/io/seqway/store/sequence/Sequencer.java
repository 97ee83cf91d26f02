package io.seqway.store.sequence;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.bus.BusMessage.Submission;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.log.Entry;
import io.seqway.store.log.HeadSearch;
import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Gives the messages of rooms their seqs. Plain Java without I/O, thread or clock of its own: everything happens on the
 * thread of the caller, which must always be the same one.
 */
public final class Sequencer {
    /** A page of a room's log, or only its ends where nothing was asked for. */
    public record Page(String epoch, long floor, long head, long first, List<byte[]> frames) {}

    private static final int LANES = 4;
    private static final long MAX_WAITING_BYTES_PER_ROOM = 4L * 1024 * 1024;
    private static final long MAX_WAITING_BYTES = 64L * 1024 * 1024;
    private static final long RETRY_AFTER_MS = 500;
    private static final int FIRST_INCARNATION = 1;

    private final String epoch;
    private final LongSupplier clock;
    private final Outlet outlet;
    private final LogEnds ends;
    private final PageReader reader;
    private final RingBudget rings = new RingBudget(Runtime.getRuntime().maxMemory() / 16);
    private final Backlog backlog = new Backlog();
    private final List<Lane> lanes = new ArrayList<>();
    private final Map<String, Room> rooms = new HashMap<>();
    private Predicate<String> held = room -> false;

    /**
     * @param token names this database's logs: the first part of every epoch
     * @param clock the time in ms since 1970
     * @param mayWrite whether a write may be begun now; when it may again, {@link #resume} is to be called
     */
    public Sequencer(
            RoomLog log,
            String token,
            LongSupplier clock,
            Scheduler scheduler,
            BooleanSupplier mayWrite,
            Outlet outlet) {
        this.epoch = token + '.' + FIRST_INCARNATION;
        this.clock = clock;
        this.outlet = outlet;
        this.reader = new PageReader(new SharedReads(log));
        HeadSearch heads = new HeadSearch(log);
        Settlement settlement = new Settlement(log, heads, scheduler, clock, this::offer);
        this.ends = new LogEnds(log, heads, settlement);
        for (int i = 0; i < LANES; i++) {
            lanes.add(new Lane(
                    log,
                    heads,
                    clock,
                    scheduler,
                    mayWrite,
                    room -> held.test(room.log().room())));
        }
    }

    /** Takes messages in; each is answered through the outlet, sooner or later. */
    public void submit(List<Submission> submissions) {
        Set<Room> touched = new LinkedHashSet<>();
        List<PendingSend> sentAgain = new ArrayList<>();
        for (Submission submission : submissions) {
            Room room = room(submission.room());
            if (take(room, submission, sentAgain)) {
                touched.add(room);
            }
        }
        for (Room room : touched) {
            if (room.isOpen()) {
                offer(room);
            } else {
                ends.openSoon(room)
                        .onSuccess(opened -> offer(room))
                        .onFailure(e -> room.refuseWaiting(
                                ErrorCode.UNAVAILABLE.text(), "the message store does not answer", RETRY_AFTER_MS));
            }
        }
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
                .map(frames -> page(room, after + 1, frames));
    }

    /** The last entries below a seq, at most {@code limit} of them and {@code maxBytes} of frames, but one at the least. */
    public Future<Page> before(String name, long before, int limit, int maxBytes) {
        Room room = room(name);
        return ends.open(room).compose(opened -> {
            long last = Math.min(before - 1, room.head());
            return reader.upTo(room, last, limit, maxBytes).map(frames -> page(room, last - frames.size() + 1, frames));
        });
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
                .anyMatch(room -> room.isWriting() && names.test(room.log().room()));
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
        Room room = rooms.computeIfAbsent(
                name, n -> new Room(new LogId(n, FIRST_INCARNATION), epoch, outlet, backlog, rings));
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
        PendingSend twin = room.pending(key);
        if (twin != null) {
            if (twin.sameContent(submission)) {
                twin.repeats().add(submission.replyTo());
                room.showing().begin(twin, submission, clock.getAsLong());
                overtake(submission, sentAgain);
            } else {
                room.refuseConflict(submission.replyTo());
            }
            return false;
        }
        PendingSend send = new PendingSend(submission, key);
        Entry stored = room.ring().byKey(key);
        if (stored != null) {
            room.answerRepeat(submission.replyTo(), stored, send.sameContent(stored));
            overtake(submission, sentAgain);
            return false;
        }
        if (room.waitingBytes() > MAX_WAITING_BYTES_PER_ROOM || backlog.bytes() > MAX_WAITING_BYTES) {
            room.refuse(
                    submission.replyTo(), ErrorCode.UNAVAILABLE.text(), "too much waits to be stored", RETRY_AFTER_MS);
            return false;
        }
        if (submission.after() != null) {
            place(room, send);
        }
        if (submission.late()) {
            send.order().overtaken();
        } else if (submission.again()) {
            sentAgain.add(send);
        }
        room.add(send);
        room.showing().begin(send, submission, clock.getAsLong());
        return true;
    }

    /** A message that names another one has to stand behind it. */
    private static void place(Room room, PendingSend send) {
        Submission submission = send.submission();
        String key = room.log().key(submission.author().id(), submission.after());
        PendingSend queuedAhead = room.pending(key);
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
        return new Page(room.epoch(), 0, room.head(), first, frames);
    }
}
