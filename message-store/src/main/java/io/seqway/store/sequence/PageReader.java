package io.seqway.store.sequence;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.store.log.Entry;
import io.seqway.store.log.SharedReads;
import io.seqway.store.log.Shown;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads pages of rooms: from the ring where it has them, else from the log. What many ask for at
 * once is read once, and no entry is read that does not fit into the page.
 */
final class PageReader {
    /** So many pages of few entries are read together. */
    private static final int MAX_READING = 128;

    private static final int MAX_WAITING = 10_000;
    private static final int RETRY_AFTER_MS = 500;
    /** Frames are taken to have this many bytes at the least: pages of small ones come in one read. */
    private static final int LEAST_GUESS = 512;

    /**
     * What was read of a room.
     *
     * @param first the seq of the first frame, or of what would be it
     */
    record Read(long first, List<byte[]> frames) {}

    private final SharedReads<Shown> reads;
    private final Function<Room, Future<Void>> lookAtFloor;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final Map<Wanted, Future<Read>> underWay = new HashMap<>();
    private int reading;

    private record Wanted(Room room, boolean upwards, long from, int limit, int maxBytes) {}

    /** @param lookAtFloor looks again where what is kept of a room begins */
    PageReader(SharedReads<Shown> reads, Function<Room, Future<Void>> lookAtFloor) {
        this.reads = reads;
        this.lookAtFloor = lookAtFloor;
    }

    /** The frames behind a seq, rising; behind the floor, if the seq is below that. */
    Future<Read> after(Room room, long after, int limit, int maxBytes) {
        Read here = upwardsHere(room, after, limit, maxBytes);
        return here != null
                ? Future.succeededFuture(here)
                : inTurn(new Wanted(room, true, after, limit, maxBytes), () -> upwards(room, after, limit, maxBytes));
    }

    /** What needs no reading, else {@code null}. */
    private static Read upwardsHere(Room room, long after, int limit, int maxBytes) {
        long from = Math.max(after, room.floor());
        if (from >= room.head()) {
            return new Read(from + 1, List.of());
        }
        return room.ring().reaches(from) ? new Read(from + 1, room.ring().after(from, limit, maxBytes)) : null;
    }

    private Future<Read> upwards(Room room, long after, int limit, int maxBytes) {
        Read here = upwardsHere(room, after, limit, maxBytes);
        if (here != null) {
            return Future.succeededFuture(here);
        }
        long floor = room.floor();
        long from = Math.max(after, floor);
        return new Reading(room, limit, maxBytes)
                .upwardsFrom(from + 1, Math.min(room.head(), from + limit))
                .map(frames -> new Read(from + 1, frames))
                .recover(e -> ifGone(room, floor, e, () -> upwards(room, after, limit, maxBytes)));
    }

    /** The last frames up to a seq, rising; of those that are kept. */
    Future<Read> upTo(Room room, long last, int limit, int maxBytes) {
        Read here = downwardsHere(room, last, limit, maxBytes);
        return here != null
                ? Future.succeededFuture(here)
                : inTurn(new Wanted(room, false, last, limit, maxBytes), () -> downwards(room, last, limit, maxBytes));
    }

    private static Read downwardsHere(Room room, long last, int limit, int maxBytes) {
        List<byte[]> here = last <= room.floor() ? List.of() : room.ring().upTo(last, limit, maxBytes);
        return here == null ? null : new Read(last - here.size() + 1, here);
    }

    private Future<Read> downwards(Room room, long last, int limit, int maxBytes) {
        Read here = downwardsHere(room, last, limit, maxBytes);
        if (here != null) {
            return Future.succeededFuture(here);
        }
        long floor = room.floor();
        return new Reading(room, limit, maxBytes)
                .downwardsFrom(last, Math.max(floor + 1, last - limit + 1))
                .map(frames -> new Read(last - frames.size() + 1, frames))
                .recover(e -> ifGone(room, floor, e, () -> downwards(room, last, limit, maxBytes)));
    }

    /** Reads again if the floor has passed what was to be read: while it was read, or by another owner. */
    private Future<Read> ifGone(Room room, long floor, Throwable missing, Supplier<Future<Read>> again) {
        if (!(missing instanceof MissingEntry)) {
            return Future.failedFuture(missing);
        }
        if (room.floor() > floor) {
            return again.get();
        }
        return lookAtFloor
                .apply(room)
                .compose(looked -> room.floor() > floor ? again.get() : Future.failedFuture(missing));
    }

    private Future<Read> inTurn(Wanted wanted, Supplier<Future<Read>> read) {
        Future<Read> same = underWay.get(wanted);
        if (same != null) {
            return same;
        }
        if (waiting.size() >= MAX_WAITING) {
            return Future.failedFuture(new Refusal(
                    ErrorCode.UNAVAILABLE, "too many reads wait for the message store", null, RETRY_AFTER_MS));
        }
        Promise<Read> done = Promise.promise();
        underWay.put(wanted, done.future());
        waiting.addLast(() -> read.get().onComplete(page -> {
            reading--;
            underWay.remove(wanted);
            done.handle(page);
            next();
        }));
        next();
        return done.future();
    }

    private void next() {
        while (reading < MAX_READING && !waiting.isEmpty()) {
            reading++;
            waiting.pollFirst().run();
        }
    }

    /** One page on its way out of the log, as many entries at a time as may fit. */
    private final class Reading {
        private final Room room;
        private final int limit;
        private final int maxBytes;
        private final List<Entry> noted;
        private PageSize size;
        private List<Shown> entries = new ArrayList<>();
        private List<byte[]> frames = new ArrayList<>();
        private int bytes;

        Reading(Room room, int limit, int maxBytes) {
            this.room = room;
            this.limit = limit;
            this.maxBytes = maxBytes;
            this.size = new PageSize(limit, maxBytes);
            this.noted = room.changes().begin();
        }

        Future<List<byte[]>> upwardsFrom(long from, long to) {
            return upwards(from, to).onComplete(read -> room.changes().end(noted));
        }

        Future<List<byte[]>> downwardsFrom(long last, long to) {
            return downwards(last, to).onComplete(read -> room.changes().end(noted));
        }

        private Future<List<byte[]>> upwards(long from, long to) {
            long last = Math.min(to, from + step() - 1);
            return fetch(from, last).compose(read -> {
                boolean full = !read.stream().allMatch(this::take);
                if (!full && last < to && !size.isFull()) {
                    return upwards(last + 1, to);
                }
                applyNoted();
                for (int i = entries.size() - 1; i >= 0; i--) {
                    room.ring().addFront(entries.get(i), frames.get(i));
                }
                return Future.succeededFuture(frames);
            });
        }

        private Future<List<byte[]>> downwards(long last, long to) {
            long from = Math.max(to, last - step() + 1);
            return fetch(from, last).compose(read -> {
                Collections.reverse(read);
                boolean full = !read.stream().allMatch(this::take);
                if (!full && from > to && !size.isFull()) {
                    return downwards(from - 1, to);
                }
                applyNoted();
                for (int i = 0; i < entries.size(); i++) {
                    room.ring().addFront(entries.get(i), frames.get(i));
                }
                Collections.reverse(frames);
                return Future.succeededFuture(frames);
            });
        }

        private int step() {
            int average = frames.isEmpty() ? Math.max(LEAST_GUESS, room.ring().averageBytes()) : bytes / frames.size();
            return size.room(average);
        }

        private boolean take(Shown entry) {
            return take(entry, entry.toFrame(room.epoch()));
        }

        private boolean take(Shown entry, byte[] frame) {
            if (!size.takes(frame)) {
                return false;
            }
            entries.add(entry);
            frames.add(frame);
            bytes += frame.length;
            return true;
        }

        /** What has changed since the log was asked; with that, fewer of the entries may fit. */
        private void applyNoted() {
            List<Shown> read = entries;
            List<byte[]> encoded = frames;
            size = new PageSize(limit, maxBytes);
            entries = new ArrayList<>(read.size());
            frames = new ArrayList<>(read.size());
            for (int i = 0; i < read.size(); i++) {
                Shown now = read.get(i);
                for (Entry change : noted) {
                    now = now.with(change);
                }
                if (!take(now, now == read.get(i) ? encoded.get(i) : now.toFrame(room.epoch()))) {
                    return;
                }
            }
        }

        private Future<List<Shown>> fetch(long from, long to) {
            List<String> ids = new ArrayList<>();
            for (long seq = from; seq <= to; seq++) {
                ids.add(room.log().entryId(seq));
            }
            return reads.byIds(ids).map(found -> {
                List<Shown> read = new ArrayList<>(ids.size());
                for (String id : ids) {
                    Shown entry = found.get(id);
                    if (entry == null) {
                        throw new MissingEntry(id);
                    }
                    read.add(entry);
                }
                return read;
            });
        }
    }

    /** An entry is not there that should be, as far as the floor is known. */
    private static final class MissingEntry extends IllegalStateException {
        private static final long serialVersionUID = 1;

        MissingEntry(String id) {
            super("the log has no entry " + id);
        }
    }
}
