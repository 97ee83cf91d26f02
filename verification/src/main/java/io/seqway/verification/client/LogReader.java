package io.seqway.verification.client;

import io.seqway.verification.history.LogEntry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A fresh client that reads whole logs, in one of two ways. One thread uses it. */
final class LogReader implements Link.Owner, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int ATTEMPTS = 20;
    private static final int ROOMS_IN_A_RESUME = 50;

    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final Link link = new Link(this);
    private long ids;

    LogReader(HttpClient http, URI entry, String token) throws IOException {
        link.open(http, entry, token, PATIENCE);
        next("welcome");
    }

    /** By pages of {@code history}. */
    List<LogEntry> byPages(String room) throws IOException {
        List<LogEntry> log = new ArrayList<>();
        int failures = 0;
        while (true) {
            long after = log.isEmpty() ? 0 : log.get(log.size() - 1).seq();
            long id = ++ids;
            link.write("{\"type\":\"history\",\"id\":" + id + ",\"room\":\"" + room + "\",\"limit\":100,\"after\":"
                    + after + "}");
            Frame page = next("history", "error");
            if (page.type().equals("error")) {
                again(++failures, page);
            } else {
                add(log, page, room, "");
                if (!page.fields().path("more").asBoolean()) {
                    return log;
                }
            }
        }
    }

    /** By {@code resume} from 0, of all rooms. */
    Map<String, List<LogEntry>> byResume(Collection<String> rooms) throws IOException {
        Map<String, List<LogEntry>> logs = new LinkedHashMap<>();
        List<String> open = new ArrayList<>(rooms);
        int failures = 0;
        while (!open.isEmpty()) {
            List<String> some = open.subList(0, Math.min(ROOMS_IN_A_RESUME, open.size()));
            some.forEach(room -> logs.put(room, new ArrayList<>()));
            link.write("{\"type\":\"resume\",\"presence\":false,\"id\":" + ++ids + ",\"rooms\":{\""
                    + String.join("\":0,\"", some) + "\":0}}");
            Frame frame = next("missed", "resumed", "error");
            while (frame.type().equals("missed")) {
                add(logs.get(frame.text("room")), frame, frame.text("room"), frame.text("epoch"));
                frame = next("missed", "resumed", "error");
            }
            Frame outcome = frame;
            List<String> done = some.stream()
                    .filter(room -> outcome.fields().path("rooms").path(room).hasNonNull("epoch"))
                    .toList();
            if (done.size() < some.size()) {
                again(++failures, outcome);
            }
            done.forEach(room -> link.write("{\"type\":\"leave\",\"room\":\"" + room + "\"}"));
            open.removeAll(done);
        }
        return logs;
    }

    private static void add(List<LogEntry> log, Frame frame, String room, String epoch) {
        frame.entries().forEach(entry -> log.add(new LogEntry(epoch, entry.seq(), entry.in(room))));
    }

    private static void again(int failures, Frame frame) throws IOException {
        if (failures > ATTEMPTS) {
            throw new IOException("the logs cannot be read: " + frame.fields());
        }
        try {
            TimeUnit.MILLISECONDS.sleep(Math.max(500, frame.number("retryAfterMs")));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The next frame of one of these types. */
    private Frame next(String... types) throws IOException {
        try {
            while (true) {
                Frame frame = frames.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                if (frame == null) {
                    throw new IOException("no " + String.join(" or ", types) + " in " + PATIENCE);
                }
                if (frame.type().equals("gone")) {
                    throw new IOException(frame.text("why"));
                }
                if (List.of(types).contains(frame.type())) {
                    return frame;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void text(Link from, String text) {
        try {
            frames.add(Frame.parse(text));
        } catch (IOException e) {
            gone(from, Link.BROKE, e.toString());
        }
    }

    @Override
    public void gone(Link from, int code, String why) {
        Frame frame = Frame.of("gone");
        frame.fields().put("why", code + " " + why);
        frames.add(frame);
    }

    @Override
    public void close() {
        link.end(true);
    }
}
