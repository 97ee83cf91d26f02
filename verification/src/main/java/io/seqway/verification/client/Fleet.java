package io.seqway.verification.client;

import io.seqway.verification.history.ClientHistory;
import io.seqway.verification.history.Event;
import io.seqway.verification.history.History;
import io.seqway.verification.history.LogEntry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Hundreds of users who talk, go, come back, and record all of it. */
public final class Fleet {
    private static final long TICK_MILLIS = 50;
    private static final int THREADS = 2;

    private final URI entry;
    private final Function<String, String> token;
    private final FleetOptions options;
    private final Random random;
    private final Membership membership;
    private final History history;
    private final ClientHistory mistakes;
    private final ClientHistory readers;
    private final List<Client> clients = new ArrayList<>();
    private final TreeSet<String> rooms = new TreeSet<>();
    private final ExecutorService reading = Executors.newFixedThreadPool(THREADS, Fleet::daemon);
    private final ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor(Fleet::daemon);
    private final HttpClient http = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .executor(reading)
            .build();
    private final long startNanos = System.nanoTime();
    private volatile boolean busy = true;
    private double said;
    private double left;

    private Fleet(URI entry, Function<String, String> token, long seed, FleetOptions options) {
        this.entry = entry;
        this.token = token;
        this.options = options;
        random = new Random(seed);
        history = new History("seed " + seed + ", " + options, startNanos);
        mistakes = history.client("fleet");
        readers = history.client("reader");
        int count = options.clients();
        membership = new Membership("s" + Long.toHexString(seed), count, random);
        for (int number = 0; number < count; number++) {
            String user = "u" + number;
            boolean chained = number % 2 == 0;
            rooms.addAll(membership.rooms(number));
            clients.add(new Client(
                    history.client(user),
                    membership.rooms(number),
                    chained,
                    entry,
                    () -> token.apply(user),
                    http,
                    options,
                    new Random(random.nextLong())));
        }
    }

    /**
     * Starts all clients. Every second one chains its sends by {@code after}.
     *
     * @param entry where they connect, for example {@code ws://10.0.0.1:8080/ws}
     * @param token makes a token for a user id; asked for each connection
     * @param seed decides who is in which room, who says what, and who goes when; it is in the rooms' names too, so a
     *     database may be used again with another seed
     */
    public static Fleet start(URI entry, Function<String, String> token, long seed, FleetOptions options) {
        Fleet fleet = new Fleet(entry, token, seed, options);
        fleet.ticking.scheduleAtFixedRate(fleet::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return fleet;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "fleet");
        thread.setDaemon(true);
        return thread;
    }

    private void tick() {
        try {
            work();
        } catch (RuntimeException e) {
            mistakes.add(new Event(Event.Kind.FAILED, System.nanoTime(), "", 0, null, e.toString()));
        }
    }

    private void work() {
        long now = System.nanoTime();
        clients.forEach(client -> client.tick(now));
        if (!busy) {
            return;
        }
        double seconds = (now - startNanos) / 1e9;
        for (; said < seconds * options.sendsPerSecond(); said++) {
            int speaker = random.nextInt(clients.size());
            clients.get(speaker).say(membership.room(speaker, random), body());
        }
        for (; left < seconds * options.leavesPerSecond(); left++) {
            long most = random.nextInt(3) == 0 ? options.longestAway().toMillis() : 1000;
            Duration away = Duration.ofMillis((long) (random.nextDouble() * most));
            clients.get(random.nextInt(clients.size())).leave(away, random.nextBoolean());
        }
    }

    /** A body whose text is not what most writers of JSON would make of its value. */
    private String body() {
        return "{ \"n\": " + random.nextInt(1000) + ".50, \"\\u0061\":\"" + "x".repeat(random.nextInt(200))
                + "\", \"id\":" + random.nextLong() + "}";
    }

    /**
     * Ends the sending and the going, waits until everything is answered and every client has everything, reads the
     * logs, and says what happened. Faults have to be over. What is not there in time, or cannot be read, is left for a
     * checker to find.
     */
    public History stop() {
        return stop(null);
    }

    /**
     * As {@link #stop()}, but what counts as the logs is not what the server says of them.
     *
     * @param reader reads all entries of a room from where they are stored; {@code null} for none
     */
    public History stop(Function<String, List<LogEntry>> reader) {
        busy = false;
        clients.forEach(Client::comeBack);
        await(() -> clients.stream().allMatch(Client::isSettled));
        try {
            Map<String, Long> heads = new HashMap<>();
            Map<String, List<LogEntry>> byPages = new HashMap<>();
            read("by pages", fresh -> {
                for (String room : rooms) {
                    byPages.put(room, fresh.byPages(room));
                }
            });
            byPages.forEach((room, log) ->
                    heads.put(room, log.isEmpty() ? 0 : log.get(log.size() - 1).seq()));
            await(() -> clients.stream().allMatch(client -> client.has(heads)));
            clients.forEach(Client::end);
            history.endedAt(System.nanoTime());
            if (reader != null) {
                // first, and so the truth: a server may still show from memory what is not stored any more
                rooms.forEach(room -> history.log("store", room, reader.apply(room)));
            }
            byPages.forEach((room, log) -> history.log("history", room, log));
            read("by resume", fresh -> fresh.byResume(rooms).forEach((room, log) -> history.log("resume", room, log)));
        } finally {
            ticking.shutdownNow();
        }
        return history;
    }

    private interface Reading {
        void by(LogReader reader) throws IOException;
    }

    private void read(String how, Reading reading) {
        try (LogReader fresh = new LogReader(http, entry, token.apply("reader"))) {
            reading.by(fresh);
        } catch (IOException e) {
            readers.add(new Event(Event.Kind.UNREADABLE, System.nanoTime(), "", 0, null, how + ": " + e.getMessage()));
        }
    }

    /** Waits for the clients, as long as the options allow. */
    private void await(BooleanSupplier condition) {
        long from = System.nanoTime();
        try {
            while (!condition.getAsBoolean()
                    && System.nanoTime() - from < options.settleWithin().toNanos()) {
                TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
