package io.seqway.verification.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a fleet sent and saw, and what the logs held at the end. Filled by the clients, then only read.
 */
public final class History {
    private final String about;
    private final long fromNanos;
    private final ClientHistory.Values values = new ClientHistory.Values(new Interned<>(), new Interned<>());
    private final List<ClientHistory> clients = new ArrayList<>();
    private final Map<String, Map<String, List<LogEntry>>> logs = new LinkedHashMap<>();
    private long toNanos;

    /**
     * An empty one.
     *
     * @param about the seed and the options, in one line
     * @param fromNanos when it begins, of {@link System#nanoTime()}
     */
    public History(String about, long fromNanos) {
        this.about = about;
        this.fromNanos = fromNanos;
        this.toNanos = fromNanos;
    }

    /** The seed and the options, in one line. */
    public String about() {
        return about;
    }

    /** When it begins, of {@link System#nanoTime()}. */
    public long fromNanos() {
        return fromNanos;
    }

    /** When all clients had ended, of the same clock. */
    public long toNanos() {
        return toNanos;
    }

    /** Says that all clients have ended. */
    public void endedAt(long nanos) {
        toNanos = nanos;
    }

    /** A new client, whose events are still to come. */
    public ClientHistory client(String name) {
        ClientHistory client = new ClientHistory(name, values);
        clients.add(client);
        return client;
    }

    /** All clients. */
    public List<ClientHistory> clients() {
        return List.copyOf(clients);
    }

    /**
     * Keeps what a reader found at the end.
     *
     * @param reader its name; the first one's logs count as the truth, those of the others are held against them
     * @param room the room
     * @param log all entries, in the order in which they came
     */
    public void log(String reader, String room, List<LogEntry> log) {
        logs.computeIfAbsent(reader, key -> new LinkedHashMap<>()).put(room, List.copyOf(log));
    }

    /** What each reader found, by reader and room; the first one is the truth. */
    public Map<String, Map<String, List<LogEntry>>> logs() {
        return logs;
    }
}
