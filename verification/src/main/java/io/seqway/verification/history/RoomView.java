package io.seqway.verification.history;

import io.seqway.verification.history.Violation.Kind;
import java.util.BitSet;

/** One room through the eyes of one client: what it was given on each connection, in what order. */
final class RoomView {
    private final String client;
    private final Log log;
    private final String room;
    private final Findings findings;
    /** All that it ever saw in this epoch. */
    private final BitSet seen = new BitSet();
    /** What this connection left out so far. */
    private final BitSet missing = new BitSet();
    /** Where it began to want entries; -1 before. */
    private long began = -1;
    /** The last one without a hole before it: what the client knows. */
    private long applied;
    /** The greatest one that this connection was given, or said to be behind. */
    private long greatest;

    private long cursor;
    private String cursorEpoch = "";
    /** Whether this connection is in the room. */
    private boolean joined;
    /** It asks anew on a connection that was in the room: what still comes belongs to what was before. */
    private boolean rejoining;

    RoomView(String client, String room, Log log, Findings findings) {
        this.client = client;
        this.room = room;
        this.log = log;
        this.findings = findings;
    }

    void see(Event event) {
        switch (event.kind()) {
            case RESUMING -> resuming(event);
            case RESUMED -> resumed(event);
            case RESET -> reset(event);
            case BEHIND -> claim(event, "the server says that it has written");
            case SAW -> saw(event);
            case SAW_MISSED -> {
                rejoining = false;
                saw(event);
            }
            default -> {}
        }
    }

    /** Whether it is the first time that it sees this place. */
    boolean isNew(long seq) {
        return !seen.get((int) seq);
    }

    /** The connection is gone. */
    void cut() {
        joined = false;
        rejoining = false;
    }

    private void resuming(Event event) {
        settle(event.atNanos());
        if (began < 0) {
            began = event.seq();
            applied = event.seq();
        } else if (event.seq() != applied) {
            add(Kind.CLIENT_FAILED, event.seq(), event.atNanos(), "resumes here, and has applied " + applied);
            applied = event.seq();
        }
        greatest = event.seq();
        cursor = event.seq();
        cursorEpoch = event.text();
        rejoining = joined;
        joined = true;
    }

    private void resumed(Event event) {
        switch (event.text()) {
            case "live", "recovered", "reset" -> {
                rejoining = false;
                claim(event, "the server says that it has sent");
            }
            case "error" -> joined = false;
            default -> untrue(event, "was told " + event.text() + " of its place " + cursor);
        }
    }

    private void reset(Event event) {
        boolean anotherLog = !cursorEpoch.isEmpty() && !cursorEpoch.equals(log.epoch());
        if (!anotherLog && cursor <= log.last()) {
            untrue(event, "was reset from " + cursor + " of epoch " + cursorEpoch);
        }
        settle(event.atNanos());
        seen.clear();
        rejoining = false;
        began = event.seq();
        applied = event.seq();
        greatest = event.seq();
        cursor = event.seq();
        cursorEpoch = event.text();
    }

    private void untrue(Event event, String what) {
        add(
                Kind.UNTRUE_RESET,
                event.seq(),
                event.atNanos(),
                what + "; the log is of epoch " + log.epoch() + " and ends at " + log.last());
    }

    /** The server says that it has given all up to a place to this connection. */
    private void claim(Event event, String claim) {
        if (event.seq() > greatest) {
            add(Kind.HOLE, greatest + 1, event.atNanos(), claim + " all up to " + event.seq());
            greatest = event.seq();
        }
    }

    private void saw(Event event) {
        long seq = event.seq();
        int place = (int) seq;
        seen.set(place);
        if (seq == applied + 1) {
            applied = seq;
        }
        if (rejoining) {
            return;
        }
        if (seq > greatest) {
            missing.set((int) greatest + 1, place);
            greatest = seq;
        } else if (missing.get(place)) {
            missing.clear(place);
            add(Kind.REORDERED, seq, event.atNanos(), event.message() + " came behind seq " + greatest);
        } else {
            add(Kind.REPEATED, seq, event.atNanos(), event.message() + " came again behind seq " + greatest);
        }
    }

    /** What was left out until now stays left out. */
    private void settle(long atNanos) {
        for (int from = missing.nextSetBit(0); from >= 0; ) {
            int to = missing.nextClearBit(from);
            add(Kind.HOLE, from, atNanos, "seq " + from + " to " + (to - 1) + " did not come, and what is behind did");
            from = missing.nextSetBit(to);
        }
        missing.clear();
    }

    /** All events were seen. */
    void end(long atNanos, Lags lags) {
        settle(atNanos);
        if (began < 0) {
            return;
        }
        for (int seq = (int) began + 1; seq <= log.last(); seq++) {
            if (!seen.get(seq) && log.at(seq) != null) {
                add(Kind.ABSENT, seq, atNanos, "never saw " + log.at(seq));
                lags.never(client, room, seq, log);
            }
        }
    }

    private void add(Kind kind, long seq, long atNanos, String what) {
        findings.add(kind, room, client, seq, atNanos, what);
    }
}
