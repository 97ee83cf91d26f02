package io.seqway.store.log;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the last entries of logs by asking for exact ids: since a log has no holes, an entry exists exactly if its seq is
 * not beyond the head. So it needs no index but that of the ids, and no range, which the embedded store would scan. Many
 * logs are searched with the same questions, so that the rooms of a node that fell are found with some hundred of them.
 */
public final class HeadSearch {
    /**
     * The end of a log.
     *
     * @param seq the last seq, or 0 in an empty log
     * @param time of the last entry in ms since 1970; 0 if the log is empty, or ends where it was known to reach
     * @param count of the last entry; {@code null} if it has none, or as {@code time}
     */
    public record Head(long seq, long time, MessageCount count) {}

    private static final int FAN = 64;
    /** Powers of four. */
    private static final int MAX_EXPONENT = 26;
    /** Beyond it the seqs behind would be none any more. */
    private static final long MAX_HINT = 1L << 2 * MAX_EXPONENT;

    private static final int MAX_IDS = 1_000;
    private static final int MAX_ASKED = 8;

    private final RoomLog log;
    private final ArrayDeque<Search> first = new ArrayDeque<>();
    private final Map<LogId, Search> others = new LinkedHashMap<>();
    private int asked;
    private boolean asking;

    public HeadSearch(RoomLog log) {
        this.log = log;
    }

    /**
     * The end of a log, found the sooner the nearer it is to a seq that somebody says exists, who may be wrong. It has
     * time.
     *
     * @param hint a seq, or 0 for none
     */
    public Future<Head> near(LogId id, long hint) {
        Search search = others.computeIfAbsent(
                id, log -> new Search(log, 0, hint > 0 && hint <= MAX_HINT ? List.of(hint, hint + 1) : behind(0)));
        ask();
        return search.head.future();
    }

    /** Somebody waits for what {@link #near} was asked to find. */
    public void hurry(LogId id) {
        Search search = others.remove(id);
        if (search != null) {
            first.add(search);
        }
    }

    /**
     * The end of a log, now: found the sooner the fewer entries there are behind what is known.
     *
     * @param known a seq that is known to exist, or 0
     */
    public Future<Head> from(LogId id, long known) {
        Search search = new Search(id, known, List.of(known + 1, known + 2));
        first.add(search);
        ask();
        return search.head.future();
    }

    /** Answers may come at once, which must not ask within the asking. */
    private void ask() {
        if (asking) {
            return;
        }
        asking = true;
        while (asked < MAX_ASKED && !(first.isEmpty() && others.isEmpty())) {
            asked++;
            askFor(next());
        }
        asking = false;
    }

    /** As many as fit into one question. */
    private List<Search> next() {
        List<Search> next = new ArrayList<>();
        int ids = 0;
        while (ids < MAX_IDS && !first.isEmpty()) {
            ids += first.peek().candidates.size();
            next.add(first.poll());
        }
        var rest = others.values().iterator();
        while (ids < MAX_IDS && rest.hasNext()) {
            Search search = rest.next();
            ids += search.candidates.size();
            next.add(search);
            rest.remove();
        }
        return next;
    }

    private void askFor(List<Search> searches) {
        List<String> ids = new ArrayList<>();
        searches.forEach(search -> search.candidates.forEach(seq -> ids.add(search.id.entryId(seq))));
        log.stamps(ids).onComplete(stamps -> {
            asked--;
            for (Search search : searches) {
                if (stamps.failed()) {
                    failed(search, stamps.cause(), searches.size() > 1);
                } else if (search.narrow(stamps.result())) {
                    search.head.complete(search.found());
                } else {
                    first.add(search); // what was begun comes to its end before more is begun
                }
            }
            ask();
        });
    }

    /** Of what is damaged in one room the others are to hear nothing: each asks by itself then. */
    private void failed(Search search, Throwable cause, boolean amongOthers) {
        if (amongOthers && cause instanceof DamagedEntries damaged && !damaged.isIn(search.id.room())) {
            first.add(search);
        } else {
            search.head.fail(cause);
        }
    }

    private static List<Long> behind(long seq) {
        List<Long> candidates = new ArrayList<>();
        for (int exponent = 0; exponent <= MAX_EXPONENT; exponent++) {
            candidates.add(seq + (1L << 2 * exponent));
        }
        return candidates;
    }

    private static List<Long> between(long low, long high) {
        long step = Math.max(1, (high - low) / FAN);
        List<Long> candidates = new ArrayList<>();
        for (long candidate = low + step; candidate < high && candidates.size() < FAN; candidate += step) {
            candidates.add(candidate);
        }
        return candidates;
    }

    /** One log: {@code low} exists (or is 0), {@code high} does not, and the rising candidates are asked for next. */
    private static final class Search {
        private final LogId id;
        private final Promise<Head> head = Promise.promise();
        private long low;
        private Stamp lowStamp;
        private long high = Long.MAX_VALUE;
        private List<Long> candidates;

        Search(LogId id, long known, List<Long> candidates) {
            this.id = id;
            this.low = known;
            this.candidates = candidates;
        }

        Head found() {
            return lowStamp == null ? new Head(low, 0, null) : new Head(low, lowStamp.time(), lowStamp.count());
        }

        /** Whether the head is found. */
        boolean narrow(Map<String, Stamp> stamps) {
            for (long candidate : candidates) {
                Stamp stamp = stamps.get(id.entryId(candidate));
                if (stamp == null) {
                    high = candidate;
                    break;
                }
                low = candidate;
                lowStamp = stamp;
            }
            if (high - low == 1) {
                return true;
            }
            if (high == Long.MAX_VALUE || low == 0) {
                candidates = behind(low).stream().filter(seq -> seq < high).toList();
            } else {
                candidates = between(low, high);
            }
            return false;
        }
    }
}
