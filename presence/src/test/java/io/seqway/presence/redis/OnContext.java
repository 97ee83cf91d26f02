package io.seqway.presence.redis;

import io.seqway.presence.store.ConnectionStore;
import io.seqway.presence.store.Connections;
import io.seqway.presence.store.DeadSource;
import io.seqway.presence.store.Gone;
import io.seqway.presence.store.PresenceListener;
import io.seqway.presence.store.PresenceStore;
import io.seqway.presence.store.Superfluous;
import io.seqway.presence.store.Taken;
import io.seqway.presence.store.UserConnection;
import io.seqway.protocol.bus.PresenceMessage.Present;
import io.seqway.protocol.bus.PresenceMessage.SeenUser;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Supplier;

/** Lets a test call from its own thread what belongs to an event loop. */
record OnContext(Context context, PresenceStore store) implements PresenceStore {
    static <T> Future<T> call(Context context, Supplier<Future<T>> step) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(v -> step.get().onComplete(promise));
        return promise.future();
    }

    private <T> Future<T> call(Supplier<Future<T>> step) {
        return call(context, step);
    }

    @Override
    public void open(PresenceListener listener) {
        context.runOnContext(v -> store.open(listener));
    }

    @Override
    public ConnectionStore connections() {
        return new ConnectionStore() {
            @Override
            public Future<List<Superfluous>> take(int partition, List<UserConnection> said) {
                return call(context, () -> store.connections().take(partition, said));
            }

            @Override
            public Future<Long> nowMicros() {
                return call(context, () -> store.connections().nowMicros());
            }
        };
    }

    @Override
    public boolean available() {
        return store.available();
    }

    @Override
    public Future<Void> close() {
        return call(store::close);
    }

    @Override
    public Future<Boolean> lease(String source, boolean begins) {
        return call(() -> store.lease(source, begins));
    }

    @Override
    public Future<Taken> arrive(String room, List<Connections> said) {
        return call(() -> store.arrive(room, said));
    }

    @Override
    public Future<Gone> expire(String room) {
        return call(() -> store.expire(room));
    }

    @Override
    public Future<List<DeadSource>> dead() {
        return call(store::dead);
    }

    @Override
    public Future<Long> drop(String room, DeadSource source) {
        return call(() -> store.drop(room, source));
    }

    @Override
    public Future<Present> present(String room, boolean overdueToo) {
        return call(() -> store.present(room, overdueToo));
    }

    @Override
    public Future<Present> page(String room, boolean overdueToo, String after, int limit) {
        return call(() -> store.page(room, overdueToo, after, limit));
    }

    @Override
    public Future<Present> find(String room, boolean overdueToo, List<String> users) {
        return call(() -> store.find(room, overdueToo, users));
    }

    @Override
    public Future<List<SeenUser>> lastSeen(List<String> users) {
        return call(() -> store.lastSeen(users));
    }
}
