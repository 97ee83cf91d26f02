package io.seqway.store.mongo;

import com.mongodb.MongoException;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.ownership.Assignment;
import io.seqway.store.ownership.Assignment.Owner;
import io.seqway.store.ownership.OwnershipStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.UpdateOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Leases in one collection, one document for each node, and the assignment in one document. Write and read concern are
 * those of the client: what a majority has.
 */
public final class MongoOwnershipStore implements OwnershipStore {
    static final String LEASES = "leases";
    static final String ASSIGNMENT = "assignment";

    private static final String ASSIGNMENT_ID = "partitions";
    private static final int DUPLICATE_KEY = 11000;
    /** Less than a lease, so that a call without an answer does not cost it. */
    private static final long TIMEOUT_MS = 5_000;

    private final MongoClient client;

    public MongoOwnershipStore(MongoClient client) {
        this.client = client;
    }

    @Override
    public Future<Void> beat(String node, long number) {
        return within(client.updateCollectionWithOptions(
                        LEASES,
                        new JsonObject().put("_id", node),
                        new JsonObject().put("$set", new JsonObject().put("beat", number)),
                        new UpdateOptions().setUpsert(true)))
                .mapEmpty();
    }

    @Override
    public Future<Standing> read() {
        // All of them, one for each node; by the index of the ids, so that no query at all scans a collection.
        JsonObject all = new JsonObject().put("_id", new JsonObject().put("$gte", ""));
        Future<List<JsonObject>> leases = within(client.find(LEASES, all));
        Future<JsonObject> assignment =
                within(client.findOne(ASSIGNMENT, new JsonObject().put("_id", ASSIGNMENT_ID), null));
        return Future.all(leases, assignment).map(both -> {
            Map<String, Long> beats = new HashMap<>();
            leases.result().forEach(lease -> beats.put(lease.getString("_id"), lease.getLong("beat")));
            JsonObject found = assignment.result();
            return new Standing(beats, found == null ? Assignment.NOBODY : read(found));
        });
    }

    @Override
    public Future<Boolean> replace(Assignment next) {
        JsonObject document = write(next);
        if (next.version() == 1) {
            return within(client.insert(ASSIGNMENT, document)).map(true).recover(MongoOwnershipStore::notFirst);
        }
        JsonObject before = new JsonObject().put("_id", ASSIGNMENT_ID).put("version", next.version() - 1);
        return within(client.replaceDocuments(ASSIGNMENT, before, document)).map(result -> result.getDocMatched() == 1);
    }

    @Override
    public Future<Void> remove(Iterable<String> nodes) {
        JsonArray ids = new JsonArray();
        nodes.forEach(ids::add);
        JsonObject these = new JsonObject().put("_id", new JsonObject().put("$in", ids));
        return within(client.removeDocuments(LEASES, these)).mapEmpty();
    }

    private static <T> Future<T> within(Future<T> call) {
        return call.timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    private static Future<Boolean> notFirst(Throwable e) {
        boolean somebodyWas = e instanceof MongoException mongo && mongo.getCode() == DUPLICATE_KEY;
        return somebodyWas ? Future.succeededFuture(false) : Future.failedFuture(e);
    }

    private static JsonObject write(Assignment assignment) {
        JsonArray nodes = new JsonArray();
        JsonArray epochs = new JsonArray();
        for (Owner owner : assignment.owners()) {
            nodes.add(owner.node());
            epochs.add(owner.epoch());
        }
        return new JsonObject()
                .put("_id", ASSIGNMENT_ID)
                .put("version", assignment.version())
                .put("nodes", nodes)
                .put("epochs", epochs);
    }

    private static Assignment read(JsonObject document) {
        JsonArray nodes = document.getJsonArray("nodes");
        JsonArray epochs = document.getJsonArray("epochs");
        List<Owner> owners = new ArrayList<>(Partitions.COUNT);
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            owners.add(new Owner(nodes.getString(partition), epochs.getLong(partition)));
        }
        return new Assignment(document.getLong("version"), owners);
    }
}
