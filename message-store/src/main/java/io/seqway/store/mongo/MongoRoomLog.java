package io.seqway.store.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import io.seqway.store.log.AppendResult;
import io.seqway.store.log.Entry;
import io.seqway.store.log.RoomLog;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.BulkWriteOptions;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The logs in one MongoDB collection, one document per entry. */
public final class MongoRoomLog implements RoomLog {
    private static final String COLLECTION = LogCollection.NAME;

    private static final int DUPLICATE_KEY = 11000;
    /** Errors of a document itself: bad value, validation, document or key too large. All others may pass. */
    private static final Set<Integer> BAD_DOCUMENT = Set.of(2, 121, 10334, 17280, 17419, 17420);

    /** What a body may have in UTF-8, so that its document is below MongoDB's 16 MiB. */
    private static final int MAX_BODY_BYTES = 16 * 1024 * 1024 - 64 * 1024;

    private static final int MAX_BYTES_OF_CHAR = 3;
    private static final long TIMEOUT_MS = 8_000;

    private final MongoClient client;

    public MongoRoomLog(MongoClient client) {
        this.client = client;
    }

    /** The driver does not even send a document that is too large, and would not say which one it was. */
    @Override
    public Future<AppendResult> append(List<Entry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            if (isTooLarge(entries.get(i))) {
                AppendResult rejected = new AppendResult.Rejected(i, "larger than a document of MongoDB may be");
                return i == 0
                        ? Future.succeededFuture(rejected)
                        : write(entries.subList(0, i))
                                .map(result -> result instanceof AppendResult.Stored ? rejected : result);
            }
        }
        return write(entries);
    }

    private static boolean isTooLarge(Entry entry) {
        String body = entry.body();
        return body.length() > MAX_BODY_BYTES / MAX_BYTES_OF_CHAR
                && body.getBytes(StandardCharsets.UTF_8).length > MAX_BODY_BYTES;
    }

    private Future<AppendResult> write(List<Entry> entries) {
        List<BulkOperation> inserts = entries.stream()
                .map(entry -> BulkOperation.createInsert(EntryDocument.of(entry)))
                .toList();
        // The write concern is the client's: majority, journaled.
        return client.bulkWriteWithOptions(COLLECTION, inserts, new BulkWriteOptions(true))
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .transform(written -> Future.succeededFuture(
                        written.succeeded() ? new AppendResult.Stored() : classify(written.cause())));
    }

    @Override
    public Future<Map<String, Entry>> byIds(Collection<String> ids) {
        return find(EntryDocument.ID, ids).map(entries -> {
            Map<String, Entry> byId = new HashMap<>();
            entries.forEach(entry -> byId.put(entry.id(), entry));
            return byId;
        });
    }

    @Override
    public Future<Map<String, Entry>> byKeys(Collection<String> keys) {
        return find(EntryDocument.KEY, keys).map(entries -> {
            Map<String, Entry> byKey = new HashMap<>();
            entries.forEach(entry -> byKey.put(entry.key(), entry));
            return byKey;
        });
    }

    @Override
    public Future<Map<String, Long>> times(Collection<String> ids) {
        FindOptions timesOnly = new FindOptions().setFields(new JsonObject().put(EntryDocument.TIME, 1));
        return client.findWithOptions(COLLECTION, in(EntryDocument.ID, ids), timesOnly)
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(documents -> {
                    Map<String, Long> times = new HashMap<>();
                    documents.forEach(document ->
                            times.put(document.getString(EntryDocument.ID), document.getLong(EntryDocument.TIME)));
                    return times;
                });
    }

    private Future<List<Entry>> find(String name, Collection<String> values) {
        return client.find(COLLECTION, in(name, values))
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(documents -> documents.stream().map(EntryDocument::read).toList());
    }

    private static JsonObject in(String name, Collection<String> values) {
        return new JsonObject().put(name, new JsonObject().put("$in", new JsonArray(List.copyOf(values))));
    }

    /** What a failed write means. Only the errors of single entries that come alone say how far it came. */
    static AppendResult classify(Throwable cause) {
        if (!(cause instanceof MongoBulkWriteException bulk)
                || bulk.getWriteConcernError() != null
                || bulk.getWriteErrors().isEmpty()) {
            return new AppendResult.Unknown(cause);
        }
        BulkWriteError error = bulk.getWriteErrors().get(0);
        if (error.getCode() == DUPLICATE_KEY) {
            return new AppendResult.Collided(error.getIndex());
        }
        if (BAD_DOCUMENT.contains(error.getCode())) {
            return new AppendResult.Rejected(error.getIndex(), error.getMessage());
        }
        return new AppendResult.Unknown(cause);
    }
}
