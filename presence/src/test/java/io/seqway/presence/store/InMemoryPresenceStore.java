package io.seqway.presence.store;

import io.seqway.presence.PresenceOptions;
import io.seqway.protocol.bus.PresenceMessage.Present;
import io.seqway.protocol.bus.PresenceMessage.PresentUser;
import io.seqway.protocol.bus.PresenceMessage.SeenUser;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Presence within a process, with a clock that a test may own and an end that it may cause. */
public final class InMemoryPresenceStore implements PresenceStore {
    private static final int MAX_EXPIRED = 100;

    private final PresenceOptions options;
    private final LongSupplier clockMs;
    private final Map<String, InMemoryRoom> rooms = new HashMap<>();
    private final Map<String, Long> leases = new HashMap<>();
    private final Map<String, Long> dead = new HashMap<>();
    private final Map<String, Long> seen = new HashMap<>();
    private final List<PresenceListener> listeners = new ArrayList<>();
    private Future<Void> mayTake = Future.succeededFuture();
    private volatile boolean available;

    public InMemoryPresenceStore(PresenceOptions options, LongSupplier clockMs) {
        this.options = options;
        this.clockMs = clockMs;
    }

    /** Each that opens it is a node. */
    @Override
    public void open(PresenceListener listener) {
        listeners.add(listener);
        available = true;
        listener.available();
    }

    public void appear() {
        available = true;
        listeners.forEach(PresenceListener::available);
    }

    public void disappear() {
        available = false;
    }

    /** Loses everything without being away. */
    public void empty() {
        rooms.clear();
        leases.clear();
        dead.clear();
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
                return ifAvailable(Future.succeededFuture(TimeUnit.MILLISECONDS.toMicros(clockMs.getAsLong())));
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
        listeners.clear();
        return Future.succeededFuture();
    }

    @Override
    public Future<Boolean> lease(String source, boolean begins) {
        if (available && (begins || leases.containsKey(source))) {
            leases.put(source, clockMs.getAsLong() + options.leaseMs());
            dead.remove(source);
        }
        return ifAvailable(Future.succeededFuture(leases.containsKey(source)));
    }

    @Override
    public Future<Taken> arrive(String room, List<Connections> said) {
        return ifAvailable(mayTake.map(v -> take(room, said)));
    }

    private Taken take(String name, List<Connections> said) {
        InMemoryRoom room = room(name);
        Set<String> unknown = new HashSet<>();
        List<PresentUser> changed = new ArrayList<>();
        for (Connections word : said) {
            if (!leases.containsKey(word.source())) {
                unknown.add(word.source());
            } else {
                room.take(word, clockMs.getAsLong(), changed);
            }
        }
        tell(room, changed, List.of());
        return new Taken(room.dueMs(clockMs.getAsLong()), unknown);
    }

    @Override
    public Future<Gone> expire(String name) {
        InMemoryRoom room = room(name);
        List<SeenUser> gone = room.expire(clockMs.getAsLong(), MAX_EXPIRED);
        gone.forEach(user -> seen.merge(user.user(), user.at(), Math::max));
        tell(
                room,
                List.of(),
                gone.stream()
                        .map(user -> new PresentUser(user.user(), null, 0, user.at()))
                        .toList());
        return ifAvailable(Future.succeededFuture(new Gone(gone, room.dueMs(clockMs.getAsLong()))));
    }

    @Override
    public Future<List<DeadSource>> dead() {
        long now = clockMs.getAsLong();
        leases.forEach((source, until) -> {
            if (until <= now) {
                dead.put(source, until);
            }
        });
        leases.keySet().removeAll(dead.keySet());
        List<DeadSource> found = new ArrayList<>();
        dead.forEach((source, since) -> {
            Set<String> its = new HashSet<>();
            rooms.forEach((name, room) -> {
                if (room.has(source)) {
                    its.add(name);
                }
            });
            if (!its.isEmpty()) {
                found.add(new DeadSource(source, since, its));
            }
        });
        return ifAvailable(Future.succeededFuture(found));
    }

    @Override
    public Future<Long> drop(String name, DeadSource source) {
        InMemoryRoom room = room(name);
        List<PresentUser> changed = new ArrayList<>();
        room.drop(source, changed);
        tell(room, changed, List.of());
        return ifAvailable(Future.succeededFuture(room.dueMs(clockMs.getAsLong())));
    }

    @Override
    public Future<Present> present(String name, boolean overdueToo) {
        return ifAvailable(Future.succeededFuture(room(name).picture(overdueToo ? 0 : clockMs.getAsLong())));
    }

    @Override
    public Future<Present> page(String name, boolean overdueToo, String after, int limit) {
        return ifAvailable(Future.succeededFuture(room(name).page(overdueToo ? 0 : clockMs.getAsLong(), after, limit)));
    }

    @Override
    public Future<Present> find(String name, boolean overdueToo, List<String> users) {
        return ifAvailable(Future.succeededFuture(room(name).find(overdueToo ? 0 : clockMs.getAsLong(), users)));
    }

    @Override
    public Future<List<SeenUser>> lastSeen(List<String> users) {
        return ifAvailable(Future.succeededFuture(users.stream()
                .filter(seen::containsKey)
                .map(user -> new SeenUser(user, seen.get(user)))
                .toList()));
    }

    private void tell(InMemoryRoom room, List<PresentUser> online, List<PresentUser> offline) {
        if (!online.isEmpty() || !offline.isEmpty()) {
            var change = room.change(online, offline);
            listeners.forEach(listener -> listener.changed(change));
        }
    }

    private InMemoryRoom room(String name) {
        return rooms.computeIfAbsent(name, n -> new InMemoryRoom(n, options));
    }

    private <T> Future<T> ifAvailable(Future<T> answer) {
        return available ? answer : Future.failedFuture("not available");
    }
}
