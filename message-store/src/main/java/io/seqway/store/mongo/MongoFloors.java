package io.seqway.store.mongo;

import io.seqway.store.log.Floor;
import io.seqway.store.log.LogId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.BulkWriteOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The floors in one MongoDB collection, one document for each log of which something was removed. */
final class MongoFloors {
    static final String COLLECTION = "floors";

    private static final String ID = "_id";
    private static final String SEQ = "seq";
    private static final String REMOVED = "removed";
    private static final long TIMEOUT_MS = 8_000;

    private final MongoClient client;

    MongoFloors(MongoClient client) {
        this.client = client;
    }

    Future<Map<String, Floor>> read(Collection<String> names) {
        JsonObject named = new JsonObject().put(ID, new JsonObject().put("$in", new JsonArray(List.copyOf(names))));
        return client.find(COLLECTION, named)
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(documents -> {
                    Map<String, Floor> floors = new HashMap<>();
                    documents.forEach(document -> floors.put(
                            document.getString(ID), new Floor(document.getLong(SEQ), document.getLong(REMOVED))));
                    return floors;
                });
    }

    Future<Void> remove(LogId log) {
        return client.removeDocument(COLLECTION, new JsonObject().put(ID, log.name()))
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .mapEmpty();
    }

    /** With the write concern of the client: a majority, journaled. */
    Future<Void> raise(LogId log, Floor floor) {
        JsonObject higher = new JsonObject()
                .put("$max", new JsonObject().put(SEQ, floor.seq()).put(REMOVED, floor.removed()));
        BulkOperation raised = BulkOperation.createUpdate(new JsonObject().put(ID, log.name()), higher, true, false);
        return client.bulkWriteWithOptions(COLLECTION, List.of(raised), new BulkWriteOptions(true))
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .mapEmpty();
    }
}
