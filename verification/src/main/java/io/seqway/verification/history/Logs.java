package io.seqway.verification.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The logs of all rooms: the first reader's, against which the others' are held. */
final class Logs {
    private final Map<String, Log> logs = new HashMap<>();
    private final Findings findings;

    Logs(Map<String, Map<String, List<LogEntry>>> byReader, Findings findings) {
        this.findings = findings;
        String first = null;
        for (Map.Entry<String, Map<String, List<LogEntry>>> reader : byReader.entrySet()) {
            if (first == null) {
                first = reader.getKey();
                reader.getValue().forEach((room, log) -> logs.put(room, new Log(room, log, findings)));
            } else {
                String pair = first + " and " + reader.getKey();
                reader.getValue().forEach((room, log) -> compare(room, log, pair));
            }
        }
    }

    private void compare(String room, List<LogEntry> other, String pair) {
        Log log = log(room);
        long at = 0;
        for (LogEntry entry : other) {
            at++;
            log.epoch(entry.epoch());
            if (entry.seq() != at || !log.holds(entry.message(), at)) {
                findings.add(
                        Violation.Kind.READERS_DISAGREE,
                        room,
                        "log",
                        at,
                        0,
                        pair + ": " + log.at(at) + " and " + entry.message() + " at seq " + entry.seq());
                return;
            }
        }
        if (at != log.last()) {
            findings.add(
                    Violation.Kind.READERS_DISAGREE,
                    room,
                    "log",
                    at,
                    0,
                    pair + ": " + log.last() + " and " + at + " entries");
        }
    }

    /** The log of a room; an empty one if nobody read it. */
    Log log(String room) {
        return logs.computeIfAbsent(room, name -> new Log(name, List.of(), findings));
    }

    /** How many entries there are. */
    long entries() {
        return logs.values().stream().mapToLong(Log::last).sum();
    }

    /** How many rooms there are. */
    int rooms() {
        return logs.size();
    }

    /** All of them. */
    Iterable<Log> all() {
        return logs.values();
    }
}
