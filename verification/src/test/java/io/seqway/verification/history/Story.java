package io.seqway.verification.history;

import io.seqway.verification.history.Event.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A history made by hand: one room, clients by name, one millisecond between two events. */
final class Story {
    static final String ROOM = "room";
    static final String EPOCH = "e.1";
    private static final long MILLI = 1_000_000;

    private final History history = new History("by hand", 0);
    private final Map<String, ClientHistory> clients = new HashMap<>();
    private long millis;

    /** A message of a client's. */
    static Message message(String client, String id) {
        return new Message(ROOM, client, id, Message.hash(id));
    }

    /** Lets time pass. */
    Story after(long more) {
        millis += more;
        return this;
    }

    /** Connects and resumes the room from a place. */
    Story comes(String client, long cursor) {
        return tries(client).event(client, Kind.CONNECTED, 0, null, "node-1").resumes(client, cursor, EPOCH);
    }

    Story tries(String client) {
        return event(client, Kind.CONNECTING, 0, null, "");
    }

    Story resumes(String client, long cursor, String epoch) {
        return inRoom(client, Kind.RESUMING, cursor, null, epoch);
    }

    Story resumed(String client, String status, long seq) {
        return inRoom(client, Kind.RESUMED, seq, null, status);
    }

    Story goes(String client) {
        return event(client, Kind.LEFT, 0, null, "");
    }

    Story breaks(String client) {
        return event(client, Kind.BROKEN, 1006, null, "cut");
    }

    Story sends(String client, String id) {
        return sends(client, id, "");
    }

    Story sends(String client, String id, String after) {
        return inRoom(client, Kind.SENT, 0, message(client, id), after);
    }

    Story refused(String client, String id, String code) {
        return inRoom(client, Kind.REFUSED, 1, message(client, id), code);
    }

    Story acked(String client, String id, long seq) {
        return inRoom(client, Kind.ACKED, seq, message(client, id), "");
    }

    Story saw(String client, long seq, Message message) {
        return inRoom(client, Kind.SAW, seq, message, EPOCH);
    }

    Story sawMissed(String client, long seq, Message message) {
        return inRoom(client, Kind.SAW_MISSED, seq, message, EPOCH);
    }

    Story inRoom(String client, Kind kind, long seq, Message message, String text) {
        add(client, new Event(kind, millis++ * MILLI, ROOM, seq, message, text));
        return this;
    }

    Story event(String client, Kind kind, long seq, Message message, String text) {
        add(client, new Event(kind, millis++ * MILLI, "", seq, message, text));
        return this;
    }

    private void add(String client, Event event) {
        clients.computeIfAbsent(client, history::client).add(event);
    }

    /** The log, from 1. */
    Story log(Message... messages) {
        return log("history", messages);
    }

    Story log(String reader, Message... messages) {
        List<LogEntry> entries = new ArrayList<>();
        Arrays.stream(messages).forEach(one -> entries.add(new LogEntry(EPOCH, entries.size() + 1L, one)));
        return log(reader, entries);
    }

    Story log(String reader, List<LogEntry> entries) {
        history.log(reader, ROOM, entries);
        return this;
    }

    History history() {
        history.endedAt(millis * MILLI);
        return history;
    }

    Verdict check() {
        return Checker.check(history());
    }
}
