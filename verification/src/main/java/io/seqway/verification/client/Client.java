package io.seqway.verification.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.verification.history.ClientHistory;
import io.seqway.verification.history.Event.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One user with one connection at a time, which does what docs/protocol.md asks of a client. Everything that takes time
 * is looked at in {@link #tick}.
 */
final class Client implements Link.Owner, Wire {
    private static final int ROOMS_IN_A_PING = 64;
    /** For the first time, so many clients connect in a second. */
    private static final double FIRST_PER_SECOND = 80;

    private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final HttpClient http;
    private final URI entry;
    private final Supplier<String> token;
    private final FleetOptions options;
    private final Random random;
    private final Recorder recorder;
    private final Map<String, Room> rooms = new HashMap<>();
    private final Cursors cursors;
    private final Outbox outbox;

    /** The connection of the moment; {@code null} while there is none. */
    private Link link;

    private boolean welcome;
    private boolean ended;
    private long connectAt;
    private long connectingSince;
    private int failures;
    private long frames;
    private long pingEveryNanos;
    private long pongWithinNanos;
    private long probedAt;
    private long pingId;
    private long pingAt;
    /** How long a server that stops has asked to stay away; -1 if none has. */
    private long askedNanos = -1;

    Client(
            ClientHistory history,
            Collection<String> roomNames,
            boolean chained,
            URI entry,
            Supplier<String> token,
            HttpClient http,
            FleetOptions options,
            Random random) {
        this.http = http;
        this.entry = entry;
        this.token = token;
        this.options = options;
        this.random = random;
        recorder = new Recorder(history);
        roomNames.forEach(name -> rooms.put(name, new Room(name)));
        long answerWithin = options.answerWithin().toNanos();
        cursors = new Cursors(rooms, recorder, answerWithin);
        outbox = new Outbox(rooms, history, chained, answerWithin);
        connectAt = System.nanoTime() + (long) (random.nextDouble() * options.clients() / FIRST_PER_SECOND * 1e9);
    }

    /** Says something in a room, now or as soon as it is back. */
    synchronized void say(String room, String body) {
        outbox.say(rooms.get(room), body, this);
    }

    /** Goes, and comes back after a while. Who is gone already stays as it is. */
    synchronized void leave(Duration away, boolean politely) {
        if (link != null && welcome) {
            recorder.connection(Kind.LEFT, 0, "");
            drop(politely);
            connectAt = System.nanoTime() + away.toNanos();
        }
    }

    /** Comes back now, if it is away. */
    synchronized void comeBack() {
        connectAt = System.nanoTime();
    }

    /** Goes for good. */
    synchronized void end() {
        ended = true;
        if (link != null) {
            recorder.connection(Kind.LEFT, 0, "end");
            drop(true);
        }
    }

    /** Whether it is connected and in all rooms, and everything that it said is answered. */
    synchronized boolean isSettled() {
        return welcome && rooms.values().stream().allMatch(Room::isSettled);
    }

    /** Whether it has applied all up to these; rooms of others do not count. */
    synchronized boolean has(Map<String, Long> heads) {
        return rooms.values().stream().allMatch(room -> room.last >= heads.getOrDefault(room.name, 0L));
    }

    /** Looks whether something is due. */
    synchronized void tick(long now) {
        if (ended) {
            return;
        }
        if (link == null) {
            if (now - connectAt >= 0) {
                connect(now);
            }
        } else if (!welcome) {
            if (now - connectingSince > options.connectWithin().toNanos()) {
                lost(Link.BROKE, "no welcome");
            }
        } else if (pingId != 0 && now - pingAt > pongWithinNanos) {
            lost(Link.BROKE, "no pong");
        } else {
            if (pingId == 0 && now - pingAt > pingEveryNanos) {
                ping(now);
            }
            cursors.tick(now, this);
            outbox.tick(now, this);
            probe(now);
        }
    }

    private void connect(long now) {
        recorder.connection(Kind.CONNECTING, 0, "");
        connectingSince = now;
        link = new Link(this);
        link.open(http, entry, token.get(), options.connectWithin());
    }

    private void probe(long now) {
        if (link != null && now - probedAt > PROBE_NANOS) {
            probedAt = now;
            link.probe();
        }
    }

    private void ping(long now) {
        pingId = nextId();
        pingAt = now;
        List<String> names = new ArrayList<>();
        rooms.values().stream().limit(ROOMS_IN_A_PING).forEach(room -> names.add('"' + room.name + '"'));
        write("{\"type\":\"ping\",\"id\":" + pingId + ",\"rooms\":[" + String.join(",", names) + "]}");
    }

    @Override
    public long nextId() {
        return ++frames;
    }

    @Override
    public void write(String frame) {
        if (link != null) {
            link.write(frame);
        }
    }

    @Override
    public synchronized void text(Link from, String text) {
        if (from != link) {
            return;
        }
        try {
            frame(Frame.parse(text));
        } catch (IOException | RuntimeException e) {
            recorder.connection(Kind.FAILED, 0, e + " on " + text.substring(0, Math.min(200, text.length())));
        }
    }

    private void frame(Frame frame) {
        switch (frame.type()) {
            case "welcome" -> welcome(frame);
            case "missed" -> cursors.missed(frame, this);
            case "message" -> cursors.message(frame, this);
            case "resumed" -> {
                cursors.resumed(frame);
                failures = 0;
            }
            case "ack" -> outbox.acked(frame);
            case "pong" -> {
                pingId = frame.number("id") == pingId ? 0 : pingId;
                cursors.pong(frame, this);
            }
            case "error" -> error(frame);
            case "server-shutdown" -> askedNanos = frame.number("reconnectInMs") * 1_000_000;
            default -> {} // what a client does not know it ignores; presence and lagging are of no interest here
        }
    }

    private void welcome(Frame frame) {
        welcome = true;
        recorder.connection(Kind.CONNECTED, 0, frame.text("node"));
        JsonNode heartbeat = frame.fields().path("heartbeat");
        pingEveryNanos = Math.min(
                options.pingEvery().toNanos(), heartbeat.path("intervalMs").asLong() * 1_000_000);
        pongWithinNanos = Math.min(
                options.pongWithin().toNanos(), heartbeat.path("timeoutMs").asLong() * 1_000_000);
        pingId = 0;
        pingAt = System.nanoTime();
        cursors.resume(rooms.values(), this);
        outbox.tick(pingAt, this);
    }

    private void error(Frame frame) {
        Room refused = outbox.refused(frame);
        if (refused == null) {
            recorder.connection(Kind.ERROR, 0, frame.text("code"));
            cursors.refused(frame.number("id"), frame.number("retryAfterMs") * 1_000_000);
        } else if (frame.text("code").equals("not-joined")) {
            cursors.notJoined(refused);
        }
    }

    @Override
    public synchronized void gone(Link from, int code, String why) {
        if (from == link) {
            lost(code, why);
        }
    }

    private void lost(int code, String why) {
        recorder.connection(Kind.BROKEN, code, why);
        drop(false);
        long most = Math.min(
                options.comeBackAtMost().toNanos(), options.comeBackAfter().toNanos() << Math.min(failures++, 10));
        long wait = askedNanos >= 0 ? askedNanos : (long) (random.nextDouble() * most);
        askedNanos = -1;
        connectAt = System.nanoTime() + wait;
    }

    private void drop(boolean politely) {
        link.end(politely);
        link = null;
        welcome = false;
        rooms.values().forEach(Room::cut);
    }
}
