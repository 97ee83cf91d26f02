package io.seqway.presence.store;

import io.seqway.presence.PresenceOptions;
import io.seqway.protocol.bus.BusMessage.PresentUser;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Presence within a process, with a clock that a test may own and an end that it may cause. */
public final class InMemoryPresenceStore implements PresenceStore {
    private static final int MAX_EXPIRED = 100;

    private final PresenceOptions options;
    private final LongSupplier clockMs;
    private final Map<String, Map<String, User>> rooms = new HashMap<>();
    private final Map<String, Long> seen = new HashMap<>();
    private Runnable onAvailable;
    private Future<Void> mayTake = Future.succeededFuture();
    private volatile boolean available;

    public InMemoryPresenceStore(PresenceOptions options, LongSupplier clockMs) {
        this.options = options;
        this.clockMs = clockMs;
    }

    @Override
    public void open(Runnable onAvailable) {
        this.onAvailable = onAvailable;
        appear();
    }

    public void appear() {
        available = true;
        onAvailable.run();
    }

    public void disappear() {
        available = false;
    }

    /** Takes no word before the promise is kept. */
    public Promise<Void> holdWords() {
        Promise<Void> promise = Promise.promise();
        mayTake = promise.future();
        return promise;
    }

    /** Nobody ever has too many. */
    @Override
    public ConnectionStore connections() {
        return new ConnectionStore() {
            @Override
            public Future<List<Superfluous>> take(int partition, List<UserConnection> said) {
                return Future.succeededFuture(List.of());
            }

            @Override
            public Future<Long> nowMicros() {
                return available
                        ? Future.succeededFuture(TimeUnit.MILLISECONDS.toMicros(clockMs.getAsLong()))
                        : Future.failedFuture("not available");
            }
        };
    }

    @Override
    public boolean available() {
        return available;
    }

    @Override
    public Future<Void> close() {
        disappear();
        return Future.succeededFuture();
    }

    @Override
    public Future<Change> arrive(String room, List<Connections> said) {
        return available ? mayTake.map(v -> take(room, said)) : Future.failedFuture("not available");
    }

    private Change take(String room, List<Connections> said) {
        long now = clockMs.getAsLong();
        Map<String, User> users = rooms.computeIfAbsent(room, id -> new HashMap<>());
        List<PresentUser> online = new ArrayList<>();
        for (Connections word : said) {
            User user = users.get(word.user());
            if (user == null && word.count() > 0) {
                user = new User();
                users.put(word.user(), user);
                online.add(new PresentUser(word.user(), word.name(), word.count(), 0));
            }
            if (user != null) {
                user.hear(word, now, options);
            }
        }
        return new Change(online, List.of(), dueMs(room, now));
    }

    @Override
    public Future<Change> expire(String room) {
        if (!available) {
            return Future.failedFuture("not available");
        }
        long now = clockMs.getAsLong();
        Map<String, User> users = rooms.getOrDefault(room, Map.of());
        List<PresentUser> offline = users.entrySet().stream()
                .filter(user -> user.getValue().offlineAtMs <= now)
                .sorted(Comparator.comparingLong(user -> user.getValue().offlineAtMs))
                .limit(MAX_EXPIRED)
                .map(user -> new PresentUser(user.getKey(), null, 0, user.getValue().offlineAtMs - options.graceMs()))
                .toList();
        for (PresentUser user : offline) {
            users.remove(user.user());
            seen.merge(user.user(), user.lastSeen(), Math::max);
        }
        return Future.succeededFuture(new Change(List.of(), offline, dueMs(room, now)));
    }

    @Override
    public Future<List<PresentUser>> present(String room, boolean overdueToo) {
        if (!available) {
            return Future.failedFuture("not available");
        }
        long now = clockMs.getAsLong();
        return Future.succeededFuture(rooms.getOrDefault(room, Map.of()).entrySet().stream()
                .filter(user -> overdueToo || user.getValue().offlineAtMs > now)
                .map(user -> new PresentUser(
                        user.getKey(), user.getValue().name, user.getValue().connections(overdueToo ? 0 : now), 0))
                .toList());
    }

    @Override
    public Future<Long> lastSeen(String user) {
        return Future.succeededFuture(seen.getOrDefault(user, 0L));
    }

    private long dueMs(String room, long now) {
        return rooms.getOrDefault(room, Map.of()).values().stream()
                .mapToLong(user -> Math.max(0, user.offlineAtMs - now))
                .min()
                .orElse(Change.NEVER);
    }

    private static final class User {
        private final Map<String, Word> bySource = new HashMap<>();
        private String name;
        private long offlineAtMs;

        void hear(Connections said, long now, PresenceOptions options) {
            boolean held = bySource.remove(said.source()) != null;
            if (said.count() > 0) {
                bySource.put(said.source(), new Word(said.count(), now + options.leaseMs()));
                name = said.name();
            }
            bySource.values().removeIf(word -> word.untilMs <= now);
            if (!bySource.isEmpty()) {
                long last = bySource.values().stream()
                        .mapToLong(Word::untilMs)
                        .max()
                        .orElseThrow();
                offlineAtMs = last + options.graceMs();
            } else if (held) {
                offlineAtMs = now + options.graceMs();
            }
        }

        int connections(long now) {
            return bySource.values().stream()
                    .filter(word -> word.untilMs > now)
                    .mapToInt(Word::count)
                    .sum();
        }
    }

    private record Word(int count, long untilMs) {}
}
