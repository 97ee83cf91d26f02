package io.seqway.client.conformance;

import io.seqway.client.OutboxStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An outbox that outlives the client, but not the program. */
public final class KeptOutbox implements OutboxStore {
    private final Map<String, JsonObject> records = new LinkedHashMap<>();

    @Override
    public Future<List<JsonObject>> load() {
        return Future.succeededFuture(List.copyOf(records.values()));
    }

    @Override
    public Future<Void> put(String id, JsonObject record) {
        records.put(id, record);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> remove(String id) {
        records.remove(id);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
