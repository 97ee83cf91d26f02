package io.seqway.store.sequence;

import io.seqway.protocol.ErrorCode;
import io.seqway.store.log.AppendResult;
import io.seqway.store.log.DamagedEntries;
import io.seqway.store.log.Entry;
import io.seqway.store.log.ExtentSearch;
import io.seqway.store.log.RoomLog;
import io.seqway.store.log.SharedReads;
import io.seqway.store.member.Rosters;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a write to an end that is known: repeats the very same entries until each is stored, found to be a repeat,
 * refused for good, or fenced by somebody else's entry (docs/architecture.md, "What came back from a write").
 *
 * <p>Why a write of unknown outcome can be repeated, and its rest renumbered after a stop: it is ordered, so once its
 * first entry is stored, or can never be, a late twin of the write stops right there.
 */
final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
    private static final long FIRST_BACKOFF_MS = 20;
    private static final long MAX_BACKOFF_MS = 1000;
    private static final int SYNC_PAGE = 100;
    private static final String NOT_WRITABLE = "the log cannot be written now";
    private static final long RETRY_AFTER_MS = 1000;
    private static final int MOST_NAMED = 3;

    private final RoomLog log;
    private final ExtentSearch extents;
    /** What other owners wrote: after one has fallen, some entries in each of very many rooms. */
    private final SharedReads<Entry> ofOthers;

    private final Rosters rosters;
    private final Folding folding;
    private final Scheduler scheduler;
    private final LongSupplier clock;
    private final Consumer<Room> requeued;
    private final Outage outage = new Outage();

    /** @param requeued called with a room whose sends wait again */
    Settlement(
            RoomLog log,
            ExtentSearch extents,
            Rosters rosters,
            Scheduler scheduler,
            LongSupplier clock,
            Consumer<Room> requeued) {
        this.log = log;
        this.extents = extents;
        this.ofOthers = new SharedReads<>(log::byIds);
        this.rosters = rosters;
        this.folding = new Folding(log);
        this.scheduler = scheduler;
        this.clock = clock;
        this.requeued = requeued;
    }

    /** Writes runs; {@code settled} is called once nothing of them is left open. */
    void write(List<Run> runs, Runnable settled) {
        new Writing(new ArrayList<>(runs), settled).write();
    }

    /** Makes known what the log holds behind the head of the room that this owner did not write. */
    Future<Void> sync(Room room) {
        room.syncing(true);
        return look(room).onComplete(looked -> synced(room));
    }

    /** As {@link #sync}, until it succeeds, or what is to be read is damaged. */
    private void syncSurely(Room room, long retryMs) {
        room.syncing(true);
        look(room)
                .onSuccess(looked -> {
                    outage.ends();
                    synced(room);
                })
                .onFailure(e -> {
                    if (e instanceof DamagedEntries) {
                        room.refuseDamaged();
                        synced(room);
                    } else {
                        outage.goesOn(e);
                        scheduler.after(retryMs, () -> syncSurely(room, Math.min(2 * retryMs, MAX_BACKOFF_MS)));
                    }
                });
    }

    private void synced(Room room) {
        room.syncing(false);
        requeued.accept(room);
    }

    private Future<Void> look(Room room) {
        long known = room.head();
        return extents.from(room.log(), known)
                .compose(extent -> skipTo(room, extent.floor())
                        .compose(skipped -> append(room, extent.head().seq())))
                .onSuccess(done -> {
                    if (room.head() > known) {
                        room.somebodyElseWrote();
                        LOG.warn(
                                "room {}: found seqs {} to {} of another owner",
                                room.log().room(),
                                known + 1,
                                room.head());
                    }
                });
    }

    private Future<Void> append(Room room, long head) {
        if (room.head() >= head) {
            return Future.succeededFuture();
        }
        List<String> ids = new ArrayList<>();
        for (long seq = room.head() + 1; seq <= head && ids.size() < SYNC_PAGE; seq++) {
            ids.add(room.log().entryId(seq));
        }
        return ofOthers.byIds(ids).compose(stored -> {
            List<Entry> entries = ids.stream().map(stored::get).toList();
            if (entries.contains(null)) {
                return skipWhatIsGone(room).compose(skipped -> append(room, head));
            }
            room.append(entries);
            return append(room, head);
        });
    }

    /** What another owner has written may be gone again, if this one stood still for very long. */
    private Future<Void> skipWhatIsGone(Room room) {
        return extents.floor(room.log()).compose(floor -> {
            if (floor <= room.head()) {
                return Future.failedFuture("room " + room.log().room() + " has a hole behind " + room.head());
            }
            return skipTo(room, floor);
        });
    }

    /** Of members that are gone from the log in between, what was carried over from them is read. */
    private Future<Void> skipTo(Room room, long floor) {
        if (floor <= room.head() || !room.roster().isMade()) {
            room.skipTo(floor, room.roster());
            return Future.succeededFuture();
        }
        return rosters.roster(room.roster().document(), room.log(), floor).map(members -> {
            room.skipTo(floor, members);
            return null;
        });
    }

    /** How many rooms, and which ones, as far as a line of a log has room for that. */
    static String named(List<String> rooms) {
        String count = rooms.size() == 1 ? "1 room" : rooms.size() + " rooms";
        String more = rooms.size() > MOST_NAMED ? ", …" : "";
        return count + rooms.stream().limit(MOST_NAMED).collect(Collectors.joining(", ", " (", more + ")"));
    }

    /** One write on its way. */
    private final class Writing {
        private final List<Run> runs;
        private final Runnable settled;
        private long backoffMs = FIRST_BACKOFF_MS;
        private boolean uncertain;
        private boolean everUncertain;

        Writing(List<Run> runs, Runnable settled) {
            this.runs = runs;
            this.settled = settled;
        }

        void write() {
            if (!uncertain) {
                runs.removeIf(Run::isSentBack);
            }
            runs.removeIf(Run::isEmpty);
            List<String> suspects = suspects();
            if (runs.isEmpty()) {
                settled.run();
            } else if (suspects.isEmpty()) {
                number();
            } else {
                log.byKeys(suspects)
                        .onFailure(e -> unread(e, this::write, this::write))
                        .onSuccess(stored -> {
                            outage.ends();
                            runs.forEach(run -> run.answered(stored));
                            write();
                        });
            }
        }

        /** What is repeated as it was keeps its numbers. */
        private void number() {
            if (uncertain) {
                append();
                return;
            }
            Set<String> targets = new HashSet<>();
            runs.forEach(run -> run.askTargets(targets));
            if (targets.isEmpty()) {
                runs.forEach(run -> run.number(clock));
                List<Run> numbered = List.copyOf(runs);
                runs.removeIf(Run::isEmpty);
                if (runs.isEmpty()) {
                    settled.run();
                } else {
                    append();
                }
                numbered.stream()
                        .filter(run -> run.room().queue().hasWaiting())
                        .forEach(run -> requeued.accept(run.room()));
            } else {
                folding.byIds(targets)
                        .onFailure(e -> unread(e, this::write, this::write))
                        .onSuccess(found -> {
                            outage.ends();
                            runs.forEach(run -> run.loaded(targets, found));
                            write();
                        });
            }
        }

        /**
         * The keys of messages that may be repeats, or out of their order: they are asked for before the write, with one
         * read, since otherwise a storm of repeats would stop write after write. What is repeated as it was must not be
         * asked for: it would be taken for a repeat of itself.
         */
        private List<String> suspects() {
            List<String> keys = new ArrayList<>();
            if (!uncertain) {
                runs.forEach(run -> run.ask(keys));
            }
            return keys;
        }

        private void append() {
            List<Entry> entries = new ArrayList<>();
            runs.forEach(run -> entries.addAll(run.entries()));
            log.append(entries).onSuccess(this::settle);
        }

        private void settle(AppendResult result) {
            if (result instanceof AppendResult.Refused refused) {
                refused(refused.reason());
                return;
            }
            uncertain = result instanceof AppendResult.Unknown;
            everUncertain |= uncertain;
            if (result instanceof AppendResult.Stored) {
                commitFirst(Integer.MAX_VALUE);
                write();
            } else if (result instanceof AppendResult.Collided collided) {
                commitFirst(collided.index());
                resolveCollision();
            } else if (result instanceof AppendResult.Rejected rejected) {
                commitFirst(rejected.index());
                LOG.error("an entry cannot be stored: {}", rejected.reason());
                Run run = runs.get(0);
                run.room().refuse(run.dropFirst(), ErrorCode.INTERNAL.text(), "this message cannot be stored", 0);
                write();
            } else if (result instanceof AppendResult.Unknown unknown) {
                LOG.warn(
                        "a write of {} has an unknown outcome, reading it back: {}",
                        rooms(),
                        unknown.cause().toString());
                later(this::readBack);
            }
        }

        /** Nothing of this attempt is stored; but if there was one before, of unknown outcome, nobody may be told so. */
        private void refused(String reason) {
            if (uncertain) {
                later(this::readBack);
                return;
            }
            LOG.debug("a write of {} was refused: {}", rooms(), reason);
            for (Run run : runs) {
                while (!run.isEmpty()) {
                    run.room()
                            .refuseInTurn(run.dropFirst(), ErrorCode.UNAVAILABLE.text(), NOT_WRITABLE, RETRY_AFTER_MS);
                }
            }
            write();
        }

        private String rooms() {
            return named(runs.stream().map(run -> run.room().log().room()).toList());
        }

        private void commitFirst(int count) {
            int left = count;
            for (Run run : runs) {
                int part = Math.min(left, run.sends().size());
                run.commitFirst(new ArrayList<>(run.entries().subList(0, part)));
                left -= part;
            }
            runs.removeIf(Run::isEmpty);
        }

        /** The first entry that is left has met another one: by its place, by its message, or its own twin. */
        private void resolveCollision() {
            Run run = runs.get(0);
            Entry entry = run.entries().get(0);
            run.room().collided();
            Future<Map<String, Entry>> atPlace = log.byIds(List.of(entry.id()));
            Future<Map<String, Entry>> ofMessage = log.byKeys(List.of(entry.key()));
            Future.all(atPlace, ofMessage)
                    .onFailure(e -> unread(e, this::resolveCollision, this::write))
                    .onSuccess(both -> {
                        outage.ends();
                        Entry there = atPlace.result().get(entry.id());
                        Entry same = ofMessage.result().get(entry.key());
                        if (there != null && entry.isStoredAs(there)) {
                            uncertain = true; // an earlier attempt stored it, and maybe what is behind it
                            everUncertain = true;
                            run.commitFirst(List.of(there));
                            write();
                        } else if (there != null) {
                            fenced(run);
                        } else if (same != null) {
                            run.room().repeated(run.dropFirst(), same);
                            write();
                        } else {
                            later(this::write);
                        }
                    });
        }

        private void readBack() {
            List<String> ids = new ArrayList<>();
            runs.forEach(run -> run.entries().forEach(entry -> ids.add(entry.id())));
            log.byIds(ids)
                    .onFailure(e -> unread(e, this::readBack, this::readBack))
                    .onSuccess(found -> {
                        outage.ends();
                        List<Run> fenced = new ArrayList<>();
                        for (Run run : runs) {
                            commitFound(run, found);
                            if (!run.isEmpty()
                                    && found.containsKey(run.entries().get(0).id())) {
                                fenced.add(run);
                            }
                        }
                        if (fenced.isEmpty()) {
                            write();
                        } else {
                            fenced(fenced.get(0));
                        }
                    });
        }

        private static void commitFound(Run run, Map<String, Entry> found) {
            List<Entry> stored = new ArrayList<>();
            for (Entry entry : run.entries()) {
                Entry there = found.get(entry.id());
                if (there == null || !entry.isStoredAs(there)) {
                    break;
                }
                stored.add(there);
            }
            run.commitFirst(stored);
        }

        /** Somebody else wrote this room: its sends wait again until that is known; the other runs go on. */
        private void fenced(Run run) {
            Room room = run.room();
            room.fenced();
            LOG.warn("room {}: fenced at seq {} by another owner", room.log().room(), room.head() + 1);
            runs.remove(run);
            if (!run.isSentBack()) {
                run.sends().forEach(send -> send.order().doubted());
                room.queue().putBack(run.sends());
                room.somebodyElseWrote();
                syncSurely(room, FIRST_BACKOFF_MS);
            }
            write();
        }

        /**
         * The log could not be read.
         *
         * @param again asks the same once more
         * @param others goes on without the rooms of which an entry is damaged
         */
        private void unread(Throwable cause, Runnable again, Runnable others) {
            List<Run> damaged = cause instanceof DamagedEntries entries
                    ? runs.stream()
                            .filter(run -> entries.isIn(run.room().log().room()))
                            .toList()
                    : List.of();
            if (damaged.isEmpty()) {
                outage.goesOn(cause);
                later(again);
                return;
            }
            outage.ends();
            runs.removeAll(damaged);
            damaged.forEach(run -> giveUp(run, (DamagedEntries) cause));
            if (runs.isEmpty()) {
                settled.run();
            } else {
                others.run();
            }
        }

        /**
         * Nothing more is done for what is being written in this room. Its owner then knows as little as one that has just
         * got it: what may be stored is looked for, and the next sends are asked for before they are written.
         */
        private void giveUp(Run run, DamagedEntries damaged) {
            Room room = run.room();
            if (!everUncertain && run.isSentBack()) {
                return;
            }
            for (PendingSend send : run.dropAll()) {
                room.refuseDamaged(send, everUncertain || damaged.isOf(send.key()));
            }
            room.refuseDamaged();
            room.somebodyElseWrote();
            if (everUncertain && !room.isReleased()) {
                sync(room);
            }
        }

        private void later(Runnable task) {
            scheduler.after(backoffMs, task);
            backoffMs = Math.min(2 * backoffMs, MAX_BACKOFF_MS);
        }
    }
}
