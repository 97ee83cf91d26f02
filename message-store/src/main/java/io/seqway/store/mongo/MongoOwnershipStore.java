package io.seqway.store.mongo;

import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.ownership.Assignment;
import io.seqway.store.ownership.Assignment.Owner;
import io.seqway.store.ownership.OwnershipStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.UpdateOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The leases and the assignment in one document, so that a beat is one call that also reads: a MongoDB that is slow costs
 * no lease. The write concern is that of the client, a majority; and what a write found there, a majority has with it.
 */
public final class MongoOwnershipStore implements OwnershipStore {
    static final String COLLECTION = "ownership";

    private static final JsonObject ID = new JsonObject().put("_id", "partitions");
    private static final String BEATS = "beats";
    private static final String UNHEARD = "unheard";
    private static final String VERSION = "version";
    private static final String NODES = "nodes";
    private static final String EPOCHS = "epochs";
    /** Less than a lease, so that a call without an answer does not cost it. */
    private static final TimeLimit LIMIT = new TimeLimit(5_000);

    private final MongoClient client;

    public MongoOwnershipStore(MongoClient client) {
        this.client = client;
    }

    @Override
    public Future<Standing> beat(String node, long number, Set<String> unheard) {
        JsonObject lease = new JsonObject()
                .put(BEATS + '.' + node, number)
                .put(UNHEARD + '.' + node, new JsonArray(List.copyOf(unheard)));
        JsonObject beat = new JsonObject().put("$set", lease).put("$setOnInsert", write(Assignment.NOBODY));
        return LIMIT.on(client.findOneAndUpdateWithOptions(
                        COLLECTION,
                        ID,
                        beat,
                        new FindOptions(),
                        new UpdateOptions().setUpsert(true).setReturningNewDocument(true)))
                .map(MongoOwnershipStore::read);
    }

    @Override
    public Future<Boolean> replace(Assignment next) {
        return replace(next, new JsonObject());
    }

    @Override
    public Future<Boolean> leave(String node, Assignment next) {
        return replace(next, without(List.of(node)));
    }

    private Future<Boolean> replace(Assignment next, JsonObject more) {
        JsonObject before = ID.copy().put(VERSION, next.version() - 1);
        return LIMIT.on(client.updateCollection(COLLECTION, before, more.put("$set", write(next))))
                .map(result -> result.getDocMatched() == 1);
    }

    @Override
    public Future<Void> remove(Iterable<String> nodes) {
        return LIMIT.on(client.updateCollection(COLLECTION, ID, without(nodes))).mapEmpty();
    }

    private static JsonObject without(Iterable<String> nodes) {
        JsonObject leases = new JsonObject();
        nodes.forEach(node -> leases.put(BEATS + '.' + node, "").put(UNHEARD + '.' + node, ""));
        return new JsonObject().put("$unset", leases);
    }

    /** What stands there now; empty where no node ever was. */
    Future<Optional<Standing>> read() {
        return client.findOne(COLLECTION, ID, null)
                .map(document -> document == null ? Optional.empty() : Optional.of(read(document)));
    }

    private static JsonObject write(Assignment assignment) {
        JsonArray nodes = new JsonArray();
        JsonArray epochs = new JsonArray();
        for (Owner owner : assignment.owners()) {
            nodes.add(owner.node());
            epochs.add(owner.epoch());
        }
        return new JsonObject()
                .put(VERSION, assignment.version())
                .put(NODES, nodes)
                .put(EPOCHS, epochs);
    }

    private static Standing read(JsonObject document) {
        Map<String, Long> beats = new HashMap<>();
        document.getJsonObject(BEATS).forEach(beat -> beats.put(beat.getKey(), ((Number) beat.getValue()).longValue()));
        Map<String, Set<String>> unheard = new HashMap<>();
        document.getJsonObject(UNHEARD, new JsonObject())
                .forEach(said -> unheard.put(
                        said.getKey(),
                        ((JsonArray) said.getValue())
                                .stream().map(String.class::cast).collect(Collectors.toSet())));
        JsonArray nodes = document.getJsonArray(NODES);
        JsonArray epochs = document.getJsonArray(EPOCHS);
        List<Owner> owners = new ArrayList<>(Partitions.COUNT);
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            owners.add(new Owner(nodes.getString(partition), epochs.getLong(partition)));
        }
        return new Standing(beats, unheard, new Assignment(document.getLong(VERSION), owners));
    }
}
