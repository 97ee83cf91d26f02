package io.seqway.store.mongo;

import io.seqway.protocol.bus.PresenceMessage.SeenUser;
import io.seqway.store.seen.SeenStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.BulkWriteOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.WriteOption;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** In the documents of the users. The last seconds of it may be lost, so no write waits for a majority. */
public final class MongoSeenStore implements SeenStore {
    static final String COLLECTION = "users";

    private static final String ID = "_id";
    private static final String LAST_SEEN = "lastSeen";
    private static final long TIMEOUT_MS = 5_000;

    private final MongoClient client;

    public MongoSeenStore(MongoClient client) {
        this.client = client;
    }

    @Override
    public Future<Void> keep(Collection<SeenUser> users) {
        List<BulkOperation> updates = users.stream()
                .map(user -> BulkOperation.createUpdate(
                        new JsonObject().put(ID, user.user()),
                        new JsonObject().put("$max", new JsonObject().put(LAST_SEEN, user.at())),
                        true,
                        false))
                .toList();
        BulkWriteOptions options = new BulkWriteOptions().setOrdered(false).setWriteOption(WriteOption.ACKNOWLEDGED);
        return client.bulkWriteWithOptions(COLLECTION, updates, options)
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .mapEmpty();
    }

    @Override
    public Future<List<SeenUser>> read(List<String> users) {
        JsonObject these = new JsonObject().put(ID, new JsonObject().put("$in", new JsonArray(users)));
        return client.find(COLLECTION, these)
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(found -> found.stream()
                        .filter(user -> user.getValue(LAST_SEEN) instanceof Number)
                        .map(user -> new SeenUser(user.getString(ID), user.getLong(LAST_SEEN)))
                        .toList());
    }
}
