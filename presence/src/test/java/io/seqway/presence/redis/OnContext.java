package io.seqway.presence.redis;

import io.seqway.presence.store.Change;
import io.seqway.presence.store.ConnectionStore;
import io.seqway.presence.store.Connections;
import io.seqway.presence.store.PresenceStore;
import io.seqway.presence.store.Superfluous;
import io.seqway.presence.store.UserConnection;
import io.seqway.protocol.bus.BusMessage.PresentUser;
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

    @Override
    public void open(Runnable onAvailable) {
        context.runOnContext(v -> store.open(onAvailable));
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
        return call(context, store::close);
    }

    @Override
    public Future<Change> arrive(String room, List<Connections> said) {
        return call(context, () -> store.arrive(room, said));
    }

    @Override
    public Future<Change> expire(String room) {
        return call(context, () -> store.expire(room));
    }

    @Override
    public Future<List<PresentUser>> present(String room, boolean overdueToo) {
        return call(context, () -> store.present(room, overdueToo));
    }

    @Override
    public Future<Long> lastSeen(String user) {
        return call(context, () -> store.lastSeen(user));
    }
}
