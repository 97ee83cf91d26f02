package io.seqway.store.mongo;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What MongoDB says of the collection of the entries, and whether an entry's two names are unique there. Nothing but
 * these indexes keeps a place from being taken twice and a message from being stored twice.
 *
 * @param database its name, for messages
 * @param info as listed by MongoDB, or {@code null} where there is no such collection
 * @param indexes as listed by MongoDB: those that are being built have a {@code buildUUID}
 */
record LogCollection(String database, JsonObject info, List<JsonObject> indexes) {
    static final String NAME = "log";
    static final String KEY_INDEX = "message_key";

    /** For two commands, each of which may need a new connection first: a server that is slow by 2 s does answer. */
    private static final long TIMEOUT_MS = 8_000;

    private static final String PLACES = "_id_";
    private static final String MAKE =
            "db." + NAME + ".createIndex({" + EntryDocument.KEY + ": 1}, {name: \"" + KEY_INDEX + "\", unique: true})";

    /** Asks the server. */
    static Future<LogCollection> read(MongoClient client, String database) {
        JsonObject named = new JsonObject().put("listCollections", 1).put("filter", new JsonObject().put("name", NAME));
        return client.runCommand("listCollections", named)
                .compose(listed -> {
                    List<JsonObject> found = firstBatch(listed);
                    if (found.isEmpty() || !isCollection(found.get(0))) {
                        JsonObject info = found.isEmpty() ? null : found.get(0);
                        return Future.succeededFuture(new LogCollection(database, info, List.of()));
                    }
                    JsonObject all = new JsonObject().put("listIndexes", NAME).put("includeBuildUUIDs", true);
                    return client.runCommand("listIndexes", all)
                            .map(indexes -> new LogCollection(database, found.get(0), firstBatch(indexes)));
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

    /** Whether the index of the messages could be made here, since nothing stands in its place. */
    boolean lacksKeyIndex() {
        return (info == null || kindFault().isEmpty())
                && indexes.stream().noneMatch(index -> isOf(index, EntryDocument.KEY) || KEY_INDEX.equals(name(index)));
    }

    /** What tells this collection from another one that got its name later; {@code null} if the server does not say. */
    Object identity() {
        return info == null
                ? null
                : info.getJsonObject("info", new JsonObject()).getValue("uuid");
    }

    /** Why entries may not be written here, in one line that says what to do; empty if they may. */
    Optional<String> fault() {
        if (info == null) {
            return Optional.of(
                    "there is no collection " + inDatabase() + "; restore it, then start all message stores again");
        }
        return kindFault().or(this::keyFault).or(this::strangerFault);
    }

    private Optional<String> kindFault() {
        JsonObject options = info.getJsonObject("options", new JsonObject());
        String wrong = null;
        if (!isCollection(info)) {
            wrong = "is a " + info.getString("type") + " and no collection";
        } else if (Boolean.TRUE.equals(options.getValue("capped"))) {
            wrong = "is capped, so it drops its oldest entries";
        } else if (isCollated(options)) {
            wrong = "has a collation, so different ids may count as equal";
        } else if (options.containsKey("expireAfterSeconds")) {
            wrong = "lets its entries expire";
        }
        return Optional.ofNullable(wrong)
                .map(what -> "the collection " + inDatabase() + " " + what
                        + "; copy its entries to one that was made without options, and give that its name");
    }

    private Optional<String> keyFault() {
        List<JsonObject> candidates = indexes.stream()
                .filter(index -> isOf(index, EntryDocument.KEY) || KEY_INDEX.equals(name(index)))
                .toList();
        if (candidates.stream().anyMatch(index -> keyFault(index) == null)) {
            return Optional.empty();
        }
        return Optional.of(candidates.stream()
                .findFirst()
                .map(index -> isBuilding(index)
                        ? "the index %s of %s is still being built; start again when it is done"
                                .formatted(name(index), inDatabase())
                        : "the index %s of %s %s, so messages could be stored twice; drop it and make it anew: %s"
                                .formatted(name(index), inDatabase(), keyFault(index), MAKE))
                .orElse("the collection %s has no index %s, so messages could be stored twice; make it: %s"
                        .formatted(inDatabase(), KEY_INDEX, MAKE)));
    }

    private static String keyFault(JsonObject index) {
        if (isBuilding(index)) {
            return "is being built";
        }
        if (!isOf(index, EntryDocument.KEY)) {
            return "is not on " + EntryDocument.KEY;
        }
        if (!Boolean.TRUE.equals(index.getValue("unique"))) {
            return "is not unique";
        }
        if (index.containsKey("partialFilterExpression") || Boolean.TRUE.equals(index.getValue("sparse"))) {
            return "leaves entries out";
        }
        if (isCollated(index)) {
            return "has a collation";
        }
        return Boolean.TRUE.equals(index.getValue("hidden")) ? "is hidden" : null;
    }

    /** A third unique name, or one that expires: a message could be refused or removed for a reason nobody here knows. */
    private Optional<String> strangerFault() {
        return indexes.stream()
                .filter(index -> !PLACES.equals(name(index)) && !isOf(index, EntryDocument.ID))
                .filter(index -> !isOf(index, EntryDocument.KEY))
                .filter(index ->
                        Boolean.TRUE.equals(index.getValue("unique")) || index.containsKey("expireAfterSeconds"))
                .findFirst()
                .map(index -> "the index %s of %s would refuse or remove entries; drop it: db.%s.dropIndex(\"%s\")"
                        .formatted(name(index), inDatabase(), NAME, name(index)));
    }

    private String inDatabase() {
        return NAME + " of database " + database;
    }

    private static JsonObject spec(JsonObject index) {
        return index.containsKey("buildUUID") ? index.getJsonObject("spec") : index;
    }

    private static boolean isBuilding(JsonObject index) {
        return index.containsKey("buildUUID");
    }

    private static String name(JsonObject index) {
        return spec(index).getString("name");
    }

    private static boolean isOf(JsonObject index, String field) {
        JsonObject key = spec(index).getJsonObject("key");
        return key.size() == 1 && key.getValue(field) instanceof Number;
    }

    private static boolean isCollated(JsonObject options) {
        JsonObject collation = options.getJsonObject("collation");
        return collation != null && !Objects.equals(collation.getString("locale"), "simple");
    }
}
