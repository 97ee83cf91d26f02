package io.seqway.client;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The default: the outbox itself is all there is. */
final class MemoryOutboxStore implements OutboxStore {
    static final MemoryOutboxStore INSTANCE = new MemoryOutboxStore();

    private MemoryOutboxStore() {}

    @Override
    public Future<List<JsonObject>> load() {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Void> put(String id, JsonObject record) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> remove(String id) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
