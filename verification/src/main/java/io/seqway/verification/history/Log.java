package io.seqway.verification.history;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the log of a room holds at the end, and since when each entry of it is known to be stored. */
final class Log {
    private static final long NEVER = Long.MAX_VALUE;

    private final String room;
    private final Message[] messages;
    private final Map<Message, Long> places = new HashMap<>();
    private final long[] known;
    private String epoch = "";

    /** Reads a log, and says what is wrong with it by itself. */
    Log(String room, List<LogEntry> entries, Findings findings) {
        this.room = room;
        int last = entries.stream()
                .mapToInt(entry -> Math.toIntExact(entry.seq()))
                .max()
                .orElse(0);
        messages = new Message[last + 1];
        known = new long[last + 1];
        Arrays.fill(known, NEVER);
        for (LogEntry entry : entries) {
            add(entry, findings);
        }
        for (int seq = 1; seq <= last; seq++) {
            if (messages[seq] == null) {
                findings.add(Violation.Kind.HOLE, room, "log", seq, 0, "the log holds no entry here");
            }
        }
    }

    private void add(LogEntry entry, Findings findings) {
        int seq = Math.toIntExact(entry.seq());
        Message there = messages[seq];
        if (there != null) {
            boolean same = there.equals(entry.message());
            findings.add(
                    same ? Violation.Kind.REPEATED : Violation.Kind.FORK,
                    room,
                    "log",
                    seq,
                    0,
                    "the log was read with " + there + " and " + entry.message());
            return;
        }
        messages[seq] = entry.message();
        epoch = entry.epoch().isEmpty() ? epoch : entry.epoch();
        Long before = places.putIfAbsent(entry.message(), entry.seq());
        if (before != null) {
            findings.add(
                    Violation.Kind.STORED_TWICE,
                    room,
                    "log",
                    seq,
                    0,
                    entry.message() + " is at seq " + before + " too");
        }
    }

    /** Takes the epoch from another reader of the same log, if this one could not tell. */
    void epoch(String named) {
        epoch = epoch.isEmpty() ? named : epoch;
    }

    /** Empty if no reader could tell. */
    String epoch() {
        return epoch;
    }

    long last() {
        return messages.length - 1L;
    }

    /** What is at a place; {@code null} if nothing is. */
    Message at(long seq) {
        return seq >= 1 && seq <= last() ? messages[(int) seq] : null;
    }

    /** The first place of a message; 0 if it has none. */
    long place(Message message) {
        return places.getOrDefault(message, 0L);
    }

    /** Whether a message is at this place, be it its first or not. */
    boolean holds(Message message, long seq) {
        return Objects.equals(at(seq), message);
    }

    /** Somebody was told of an entry at this time. */
    void known(Message message, long atNanos) {
        long seq = place(message);
        if (seq != 0) {
            int at = (int) seq;
            known[at] = known[at] == NEVER ? atNanos : Math.min(known[at], atNanos);
        }
    }

    boolean isKnown(long seq) {
        return known[(int) seq] != NEVER;
    }

    /** When somebody first was told of it. */
    long knownSince(long seq) {
        return known[(int) seq];
    }
}
