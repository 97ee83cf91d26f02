package io.seqway.store.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import io.seqway.protocol.frame.Cursor;
import io.seqway.store.cursor.CursorStore;
import io.seqway.store.cursor.StoredCursor;
import io.seqway.store.log.LogId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.BulkWriteOptions;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.IndexOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The cursors in one MongoDB collection, one document for each user in each room. */
public final class MongoCursorStore implements CursorStore {
    static final String COLLECTION = "cursors";

    private static final String ID = "_id";
    /** Room and incarnation, of those that belong to users: so that the cursors of a room can be found. */
    private static final String LOG = "log";

    private static final String DELIVERED = "delivered";
    private static final String READ = "read";
    private static final int MAX_BULK = 1_000;
    private static final long TIMEOUT_MS = 8_000;
    /** Sorts directly behind what separates the parts of a name, as no character of an id does. */
    private static final String BEHIND_SEPARATOR = "\"";

    private final MongoClient client;

    public MongoCursorStore(MongoClient client) {
        this.client = client;
    }

    /** Makes the index by which the cursors of a room are found, where it is not there yet. */
    public Future<Void> prepare() {
        return client.createIndexWithOptions(
                COLLECTION, new JsonObject().put(LOG, 1), new IndexOptions().name("cursors_of_log"));
    }

    /** Very many may come at once to rooms where they were not before: those are put, which MongoDB does many at a time. */
    @Override
    public Future<Void> raise(List<StoredCursor> cursors) {
        Map<Boolean, List<StoredCursor>> byBeginning =
                cursors.stream().collect(Collectors.partitioningBy(StoredCursor::isBeginning));
        return inBulks(byBeginning.get(true), this::put)
                .compose(put -> inBulks(byBeginning.get(false), bulk -> write(bulk, MongoCursorStore::raise, true)));
    }

    private static Future<Void> inBulks(
            List<StoredCursor> cursors, Function<List<StoredCursor>, Future<Void>> writing) {
        Future<Void> written = Future.succeededFuture();
        for (int from = 0; from < cursors.size(); from += MAX_BULK) {
            List<StoredCursor> bulk = cursors.subList(from, Math.min(cursors.size(), from + MAX_BULK));
            written = written.compose(before -> writing.apply(bulk));
        }
        return written;
    }

    private Future<Void> write(
            List<StoredCursor> cursors, Function<StoredCursor, BulkOperation> operation, boolean ordered) {
        return client.bulkWriteWithOptions(
                        COLLECTION, cursors.stream().map(operation).toList(), new BulkWriteOptions(ordered))
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .mapEmpty();
    }

    private Future<Void> put(List<StoredCursor> cursors) {
        return write(cursors, MongoCursorStore::insert, false)
                .recover(e -> areThere(e) ? Future.succeededFuture() : Future.failedFuture(e));
    }

    /** Whether nothing else happened than that some of what was to be put is there already. */
    private static boolean areThere(Throwable failure) {
        return failure instanceof MongoBulkWriteException bulk
                && bulk.getWriteConcernError() == null
                && bulk.getWriteErrors().stream().allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
    }

    private static BulkOperation insert(StoredCursor stored) {
        return BulkOperation.createInsert(new JsonObject()
                .put(ID, stored.id())
                .put(LOG, stored.log().name())
                .put(DELIVERED, stored.cursor().delivered())
                .put(READ, stored.cursor().read()));
    }

    private static BulkOperation raise(StoredCursor stored) {
        JsonObject change = new JsonObject()
                .put(
                        "$max",
                        new JsonObject()
                                .put(DELIVERED, stored.cursor().delivered())
                                .put(READ, stored.cursor().read()));
        if (stored.isOfUser()) {
            change.put("$setOnInsert", new JsonObject().put(LOG, stored.log().name()));
        }
        return BulkOperation.createUpdate(new JsonObject().put(ID, stored.id()), change, true, false);
    }

    @Override
    public Future<Map<String, Cursor>> byIds(Collection<String> ids) {
        JsonObject named = new JsonObject().put(ID, new JsonObject().put("$in", new JsonArray(List.copyOf(ids))));
        return find(named, new FindOptions()).map(documents -> {
            Map<String, Cursor> found = new HashMap<>();
            documents.forEach(document -> found.put(document.getString(ID), cursor(document)));
            return found;
        });
    }

    @Override
    public Future<List<Cursor>> ofLog(LogId log, int limit) {
        FindOptions mostFirst =
                new FindOptions().setSort(new JsonObject().put(READ, -1)).setLimit(limit);
        return find(new JsonObject().put(LOG, log.name()), mostFirst)
                .map(documents ->
                        documents.stream().map(MongoCursorStore::cursor).toList());
    }

    @Override
    public Future<List<String>> roomsOf(String userId, String after, int limit) {
        return roomsOf(userId, after, limit, new TreeSet<>());
    }

    /** By the range of the names, which begin with the user. A room that was made anew has several. */
    private Future<List<String>> roomsOf(String userId, String after, int limit, TreeSet<String> rooms) {
        String from = LogId.cursorsOf(userId);
        JsonObject range = new JsonObject()
                .put("$gt", after == null ? from : from + after + BEHIND_SEPARATOR)
                .put("$lt", userId + BEHIND_SEPARATOR);
        FindOptions first = new FindOptions()
                .setFields(new JsonObject().put(ID, 1))
                .setSort(new JsonObject().put(ID, 1))
                .setLimit(limit);
        return find(new JsonObject().put(ID, range), first).compose(documents -> {
            documents.forEach(document -> rooms.add(LogId.roomOfCursorId(document.getString(ID))));
            return documents.size() < limit || rooms.size() >= limit
                    ? Future.succeededFuture(rooms.stream().limit(limit).toList())
                    : roomsOf(userId, rooms.last(), limit, rooms);
        });
    }

    @Override
    public Future<Void> remove(LogId log) {
        JsonArray all = new JsonArray()
                .add(new JsonObject().put(LOG, log.name()))
                .add(new JsonObject().put(ID, StoredCursor.idOfSenders(log)));
        return client.removeDocuments(COLLECTION, new JsonObject().put("$or", all))
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .mapEmpty();
    }

    private Future<List<JsonObject>> find(JsonObject query, FindOptions options) {
        return client.findWithOptions(COLLECTION, query, options).timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    private static Cursor cursor(JsonObject document) {
        return new Cursor(
                LogId.userOfCursorId(document.getString(ID)), document.getLong(DELIVERED), document.getLong(READ));
    }
}
