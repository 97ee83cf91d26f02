package io.seqway.store.sequence;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.store.log.Entry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private final SharedReads reads;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final Map<Wanted, Future<List<byte[]>>> underWay = new HashMap<>();
    private int reading;

    private record Wanted(Room room, boolean upwards, long from, int limit, int maxBytes) {}

    PageReader(SharedReads reads) {
        this.reads = reads;
    }

    /** The frames behind a seq, rising. */
    Future<List<byte[]>> after(Room room, long after, int limit, int maxBytes) {
        if (after >= room.head()) {
            return Future.succeededFuture(List.of());
        }
        if (room.ring().reaches(after)) {
            return Future.succeededFuture(room.ring().after(after, limit, maxBytes));
        }
        return inTurn(
                new Wanted(room, true, after, limit, maxBytes),
                () -> room.ring().reaches(after)
                        ? Future.succeededFuture(room.ring().after(after, limit, maxBytes))
                        : new Reading(room, limit, maxBytes).upwards(after + 1, Math.min(room.head(), after + limit)));
    }

    /** The last frames up to a seq, rising. */
    Future<List<byte[]>> upTo(Room room, long last, int limit, int maxBytes) {
        List<byte[]> here = last < 1 ? List.of() : room.ring().upTo(last, limit, maxBytes);
        if (here != null) {
            return Future.succeededFuture(here);
        }
        return inTurn(new Wanted(room, false, last, limit, maxBytes), () -> {
            List<byte[]> now = room.ring().upTo(last, limit, maxBytes);
            return now != null
                    ? Future.succeededFuture(now)
                    : new Reading(room, limit, maxBytes).downwards(last, Math.max(1, last - limit + 1));
        });
    }

    private Future<List<byte[]>> inTurn(Wanted wanted, Supplier<Future<List<byte[]>>> read) {
        Future<List<byte[]>> same = underWay.get(wanted);
        if (same != null) {
            return same;
        }
        if (waiting.size() >= MAX_WAITING) {
            return Future.failedFuture(new Refusal(
                    ErrorCode.UNAVAILABLE, "too many reads wait for the message store", null, RETRY_AFTER_MS));
        }
        Promise<List<byte[]>> done = Promise.promise();
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
        private final PageSize size;
        private final List<Entry> entries = new ArrayList<>();
        private final List<byte[]> frames = new ArrayList<>();
        private int bytes;

        Reading(Room room, int limit, int maxBytes) {
            this.room = room;
            this.size = new PageSize(limit, maxBytes);
        }

        Future<List<byte[]>> upwards(long from, long to) {
            long last = Math.min(to, from + step() - 1);
            return fetch(from, last).compose(read -> {
                boolean full = !read.stream().allMatch(this::take);
                if (!full && last < to && !size.isFull()) {
                    return upwards(last + 1, to);
                }
                for (int i = entries.size() - 1; i >= 0; i--) {
                    room.ring().addFront(entries.get(i), frames.get(i));
                }
                return Future.succeededFuture(frames);
            });
        }

        Future<List<byte[]>> downwards(long last, long to) {
            long from = Math.max(to, last - step() + 1);
            return fetch(from, last).compose(read -> {
                Collections.reverse(read);
                boolean full = !read.stream().allMatch(this::take);
                if (!full && from > to && !size.isFull()) {
                    return downwards(from - 1, to);
                }
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

        private boolean take(Entry entry) {
            byte[] frame = entry.toFrame(room.epoch());
            if (!size.takes(frame)) {
                return false;
            }
            entries.add(entry);
            frames.add(frame);
            bytes += frame.length;
            return true;
        }

        private Future<List<Entry>> fetch(long from, long to) {
            List<String> ids = new ArrayList<>();
            for (long seq = from; seq <= to; seq++) {
                ids.add(room.log().entryId(seq));
            }
            return reads.byIds(ids).map(found -> {
                List<Entry> read = new ArrayList<>(ids.size());
                for (String id : ids) {
                    Entry entry = found.get(id);
                    if (entry == null) {
                        throw new IllegalStateException("the log has no entry " + id);
                    }
                    read.add(entry);
                }
                return read;
            });
        }
    }
}
