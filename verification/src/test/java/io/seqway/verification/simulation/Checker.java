package io.seqway.verification.simulation;

import io.seqway.store.log.Entry;
import io.seqway.store.log.LogId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Knows everything that a majority ever had, and holds against it all that anybody is told. */
final class Checker {
    private final Trace trace;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, Long> seqs = new HashMap<>();
    private final Map<String, Long> heads = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> failed = new HashSet<>();
    private int ended;
    private String violation;

    Checker(Trace trace) {
        this.trace = trace;
    }

    /** The first promise that was broken, or {@code null}. */
    String violation() {
        return violation;
    }

    /** A promise is broken. */
    void violated(String what, Object... arguments) {
        if (violation == null) {
            violation = String.format(what, arguments);
            trace.say("VIOLATION %s", violation);
        }
    }

    /** A majority has this entry now. */
    void committed(Entry entry) {
        String room = entry.log().room();
        Entry before = entries.putIfAbsent(entry.id(), entry);
        if (before != null && !before.isStoredAs(entry)) {
            violated("I1: seq %d of %s is %s and was %s", entry.seq(), room, entry.body(), before.body());
        }
        if (entry.seq() > head(room) + 1) {
            violated("I2: seq %d of %s without the one before", entry.seq(), room);
        }
        Entry last = entries.get(entry.log().entryId(entry.seq() - 1));
        if (last != null && last.time() > entry.time()) {
            violated("time: seq %d of %s is earlier than the one before", entry.seq(), room);
        }
        Long seq = seqs.putIfAbsent(entry.key(), entry.seq());
        if (seq != null && seq != entry.seq()) {
            violated("I4: %s is at seq %d and at seq %d of %s", entry.body(), seq, entry.seq(), room);
        }
        if (refused.contains(entry.body())) {
            violated("I8: %s was refused, and is seq %d of %s", entry.body(), entry.seq(), room);
        }
        if (failed.contains(entry.key())) {
            violated("failed: %s had failed for good, and is seq %d of %s", entry.body(), entry.seq(), room);
        }
        heads.merge(room, entry.seq(), Math::max);
    }

    /** The last seq of a room that a majority ever had. */
    long head(String room) {
        return heads.getOrDefault(room, 0L);
    }

    /** The last seqs of all rooms. */
    Map<String, Long> heads() {
        return Map.copyOf(heads);
    }

    /** All that a majority ever had. */
    Collection<Entry> entries() {
        return entries.values();
    }

    /** Where a majority has the message with this body; 0 if it has not. */
    long seq(String body) {
        return entries.values().stream()
                .filter(entry -> entry.body().equals(body))
                .mapToLong(Entry::seq)
                .findAny()
                .orElse(0);
    }

    /** A client was shown an entry, or told of it. */
    void told(String client, String room, long seq, String body) {
        Entry entry = entries.get(new LogId(room, 1).entryId(seq));
        if (entry == null) {
            violated("I3: %s was told that %s is seq %d of %s, and no majority has that", client, body, seq, room);
        } else if (!entry.body().equals(body)) {
            violated("I1: %s was told that seq %d of %s is %s, and it is %s", client, seq, room, body, entry.body());
        }
    }

    /** A client was told that a message is not stored. */
    void refused(String body) {
        refused.add(body);
        for (Entry entry : entries.values()) {
            if (entry.body().equals(body)) {
                violated(
                        "I8: %s was refused, and is seq %d of %s",
                        body, entry.seq(), entry.log().room());
            }
        }
    }

    /** A client sends a message again that was refused. */
    void sentAgain(String body) {
        refused.remove(body);
    }

    /** A client shows a message no more, though it has not become an entry. */
    void notShownAnyMore() {
        ended++;
    }

    /** A client was told that the message of this key will never be stored. */
    void failed(String key) {
        failed.add(key);
        if (seqs.containsKey(key)) {
            violated("failed: %s has failed for good, and is stored", key);
        }
    }

    /** How often a client was told to show a message no more. */
    int ended() {
        return ended;
    }

    /** How many messages failed for good. */
    int failed() {
        return failed.size();
    }
}
