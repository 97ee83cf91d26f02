package io.seqway.store.mongo;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What MongoDB says of a collection.
 *
 * @param info as listed by MongoDB, or {@code null} where there is no such collection
 * @param indexes as listed by MongoDB: those that are being built have a {@code buildUUID}
 */
record CollectionListing(JsonObject info, List<JsonObject> indexes) {
    /** For two commands, each of which may need a new connection first: a server that is slow by 2 s does answer. */
    private static final long TIMEOUT_MS = 8_000;

    /** Asks the server. */
    static Future<CollectionListing> read(MongoClient client, String name) {
        JsonObject named = new JsonObject().put("listCollections", 1).put("filter", new JsonObject().put("name", name));
        return client.runCommand("listCollections", named)
                .compose(listed -> {
                    List<JsonObject> found = firstBatch(listed);
                    if (found.isEmpty() || !isCollection(found.get(0))) {
                        JsonObject info = found.isEmpty() ? null : found.get(0);
                        return Future.succeededFuture(new CollectionListing(info, List.of()));
                    }
                    JsonObject all = new JsonObject().put("listIndexes", name).put("includeBuildUUIDs", true);
                    return client.runCommand("listIndexes", all)
                            .map(indexes -> new CollectionListing(found.get(0), firstBatch(indexes)));
                })
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    private static List<JsonObject> firstBatch(JsonObject answer) {
        return answer.getJsonObject("cursor").getJsonArray("firstBatch").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static boolean isCollection(JsonObject info) {
        return "collection".equals(info.getString("type", "collection"));
    }

    /** Why it does not keep what is written to it under its name, or {@code null}; {@code info} is there. */
    String wrongKind() {
        JsonObject options = info.getJsonObject("options", new JsonObject());
        if (!isCollection(info)) {
            return "is a " + info.getString("type") + " and no collection";
        } else if (Boolean.TRUE.equals(options.getValue("capped"))) {
            return "is capped, so it drops its oldest entries";
        } else if (isCollated(options)) {
            return "has a collation, so different ids may count as equal";
        }
        return options.containsKey("expireAfterSeconds") ? "lets its entries expire" : null;
    }

    static boolean isCollated(JsonObject options) {
        JsonObject collation = options.getJsonObject("collation");
        return collation != null && !Objects.equals(collation.getString("locale"), "simple");
    }

    /** What an index is, also while it is being built. */
    static JsonObject spec(JsonObject index) {
        return index.containsKey("buildUUID") ? index.getJsonObject("spec") : index;
    }

    static String name(JsonObject index) {
        return spec(index).getString("name");
    }

    /** Whether an index may keep a document from being written, or removes some. */
    static boolean refusesOrRemoves(JsonObject index) {
        return Boolean.TRUE.equals(index.getValue("unique")) || index.containsKey("expireAfterSeconds");
    }
}
