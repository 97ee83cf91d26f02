package io.seqway.store.mongo;

import static io.seqway.store.mongo.CollectionListing.isCollated;
import static io.seqway.store.mongo.CollectionListing.name;
import static io.seqway.store.mongo.CollectionListing.spec;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    private static final String PLACES = "_id_";
    private static final String MAKE =
            "db." + NAME + ".createIndex({" + EntryDocument.KEY + ": 1}, {name: \"" + KEY_INDEX + "\", unique: true})";

    /** Asks the server. */
    static Future<LogCollection> read(MongoClient client, String database) {
        return CollectionListing.read(client, NAME)
                .map(listed -> new LogCollection(database, listed.info(), listed.indexes()));
    }

    /** Whether there is no such collection. */
    boolean isMissing() {
        return info == null;
    }

    /** Whether the index of the messages could be made here, since nothing stands in its place. */
    boolean lacksKeyIndex() {
        return (info == null || kindFault().isEmpty())
                && indexes.stream().noneMatch(index -> isOf(index, EntryDocument.KEY) || KEY_INDEX.equals(name(index)));
    }

    /** The indexes for a search that could be made here, or are being made, since nothing stands in their places. */
    List<SearchIndex> lackedSearchIndexes() {
        if (info == null || kindFault().or(this::keyFault).isPresent()) {
            return List.of();
        }
        return Arrays.stream(SearchIndex.values())
                .filter(wanted -> indexes.stream()
                        .noneMatch(index -> !isBuilding(index)
                                && (wanted.isKeyOf(spec(index)) || wanted.text().equals(name(index)))))
                .toList();
    }

    /** Whether entries are found by this index, or there are none. */
    boolean finds(SearchIndex wanted) {
        return info == null
                || indexes.stream()
                        .anyMatch(index -> !isBuilding(index)
                                && wanted.isKeyOf(spec(index))
                                && SearchIndex.isComplete(spec(index))
                                && !isCollated(spec(index)));
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
        return kindFault().or(() -> Stream.of(keyFault(), searchFault(), strangerFault())
                .flatMap(Optional::stream)
                .reduce(LogCollection::and));
    }

    private static String and(String fault, String another) {
        return fault + "; and " + another;
    }

    private Optional<String> kindFault() {
        return Optional.ofNullable(new CollectionListing(info, indexes).wrongKind())
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

    private Optional<String> searchFault() {
        return Arrays.stream(SearchIndex.values())
                .filter(wanted -> !finds(wanted))
                .map(wanted -> indexes.stream().anyMatch(index -> wanted.text().equals(name(index)))
                        ? "the index %s of %s does not find all entries, or not yet; unless it is being built, drop it and"
                                        .formatted(wanted.text(), inDatabase())
                                + " make it anew: " + wanted.howToMake()
                        : "the collection %s has no index %s, so edits would be searched for in all of it; make it: %s"
                                .formatted(inDatabase(), wanted.text(), wanted.howToMake()))
                .reduce(LogCollection::and);
    }

    /** A third unique name, or one that expires: a message could be refused or removed for a reason nobody here knows. */
    private Optional<String> strangerFault() {
        return indexes.stream()
                .filter(index -> !PLACES.equals(name(index)) && !isOf(index, EntryDocument.ID))
                .filter(index -> !isOf(index, EntryDocument.KEY))
                .filter(CollectionListing::refusesOrRemoves)
                .findFirst()
                .map(index -> "the index %s of %s would refuse or remove entries; drop it: db.%s.dropIndex(\"%s\")"
                        .formatted(name(index), inDatabase(), NAME, name(index)));
    }

    private String inDatabase() {
        return NAME + " of database " + database;
    }

    private static boolean isBuilding(JsonObject index) {
        return index.containsKey("buildUUID");
    }

    private static boolean isOf(JsonObject index, String field) {
        JsonObject key = spec(index).getJsonObject("key");
        return key.size() == 1 && key.getValue(field) instanceof Number;
    }
}
