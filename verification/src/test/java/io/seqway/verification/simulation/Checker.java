package io.seqway.verification.simulation;

import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.store.log.Entry;
import io.seqway.store.log.LogId;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Knows everything that a majority ever had, and holds against it all that anybody is told. */
final class Checker {
    private final Trace trace;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, Long> seqs = new HashMap<>();
    private final Map<String, Long> heads = new HashMap<>();
    private final Map<String, List<Entry>> changes = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> failed = new HashSet<>();
    private int ended;
    private int passedBy;
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

    static String nameOfDeletion(String user, String clientMsgId) {
        return "deletion " + user + '.' + clientMsgId;
    }

    private static String name(Entry entry) {
        return entry.isDeletion() ? nameOfDeletion(entry.author().id(), entry.clientMsgId()) : entry.body();
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
        if (refused.contains(name(entry))) {
            violated("I8: %s was refused, and is seq %d of %s", name(entry), entry.seq(), room);
        }
        if (failed.contains(entry.key())) {
            violated("failed: %s had failed for good, and is seq %d of %s", entry.body(), entry.seq(), room);
        }
        heads.merge(room, entry.seq(), Math::max);
        if (before == null && entry.isChange()) {
            changed(entry);
        }
    }

    /** The versions of a message go up by one each, to its deletion, by nobody but its sender. */
    private void changed(Entry change) {
        Entry target = entries.get(change.targetId());
        if (target == null || !target.isMessage() || target.seq() >= change.seq()) {
            violated("edits: %s is about no message: %s", change.id(), target);
            return;
        }
        if (!target.author().id().equals(change.author().id())) {
            violated("edits: %s is about a message of %s", change.id(), target.author());
        }
        List<Entry> its = changes.computeIfAbsent(target.id(), id -> new ArrayList<>());
        Entry last = its.isEmpty() ? target : its.get(its.size() - 1);
        if (change.version() != last.version() + 1 || last.isDeletion()) {
            violated("edits: %s has version %d behind %s", change.id(), change.version(), last);
        }
        its.add(change);
    }

    /** The last edit or deletion of a message, or {@code null}. */
    Entry lastChange(Entry message) {
        List<Entry> its = changes.get(message.id());
        return its == null ? null : its.get(its.size() - 1);
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

    /** Where a majority has what has this name; 0 if it has not. */
    long seq(String name) {
        return entries.values().stream()
                .filter(entry -> name(entry).equals(name))
                .mapToLong(Entry::seq)
                .findAny()
                .orElse(0);
    }

    /** A client was told that what it said is stored: as this, or as what was redacted since. */
    void acked(String client, Outgoing said, Outcome outcome) {
        Entry entry = entries.get(new LogId(said.room(), 1).entryId(outcome.seq()));
        if (entry == null) {
            violated("I3: %s was acked %s as seq %d, and no majority has that", client, said.body(), outcome.seq());
        } else if (!name(entry).equals(said.name(client)) && !isDeleted(entry)) {
            violated("I1: %s was acked %s as seq %d, and that is %s", client, said.body(), outcome.seq(), name(entry));
        } else if (entry.isChange() && outcome.version() != entry.version()) {
            violated("edits: %s was told version %d of %s", client, outcome.version(), entry);
        }
    }

    /** A client was shown an entry: as it was at some time, or redacted after it was deleted. */
    void shown(String client, JsonObject frame) {
        String room = frame.getString("room");
        long seq = frame.getLong("seq");
        Entry entry = entries.get(new LogId(room, 1).entryId(seq));
        if (entry == null || entry.isDeletion()) {
            told(client, room, seq, entry == null ? frame.getString("body") : String.valueOf(frame.getString("body")));
        } else if (frame.getBoolean("deleted", false)) {
            if (!isDeleted(entry) || frame.getString("body") != null) {
                violated("I1: %s was told that seq %d of %s is deleted: %s", client, seq, room, frame.encode());
            }
        } else {
            long version = frame.getLong("version");
            Entry said = version == entry.version()
                    ? entry
                    : changes.getOrDefault(entry.id(), List.of()).stream()
                            .filter(change -> change.version() == version && change.isEdit())
                            .findAny()
                            .orElse(null);
            if (said == null || !said.body().equals('"' + frame.getString("body") + '"')) {
                violated("I1: %s was shown %s, and it is %s", client, frame.encode(), said);
            }
        }
    }

    private boolean isDeleted(Entry entry) {
        Entry message = entry.isEdit() ? entries.get(entry.targetId()) : entry;
        Entry last = message == null ? null : lastChange(message);
        return last != null && last.isDeletion();
    }

    /** A client was shown an entry, or told of it. */
    private void told(String client, String room, long seq, String body) {
        Entry entry = entries.get(new LogId(room, 1).entryId(seq));
        if (entry == null) {
            violated("I3: %s was told that %s is seq %d of %s, and no majority has that", client, body, seq, room);
        } else if (!entry.body().equals(body)) {
            violated("I1: %s was told that seq %d of %s is %s, and it is %s", client, seq, room, body, entry.body());
        }
    }

    /** A client was told that something is not stored. */
    void refused(String body) {
        refused.add(body);
        for (Entry entry : entries.values()) {
            if (name(entry).equals(body)) {
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

    /** A client was told to forget a room, since what it had not seen yet was removed. */
    void passedBy() {
        passedBy++;
    }

    /** How often retention has passed by a client. */
    int resets() {
        return passedBy;
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
