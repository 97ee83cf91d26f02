package io.seqway.store.mongo;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.IndexOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.UpdateOptions;
import java.security.SecureRandom;

/** What has to stand in the database before an entry is written: without its unique indexes all safety is gone. */
public final class LogSchema {
    private static final String META = "meta";
    private static final String META_ID = "log";
    private static final String KEY_INDEX = "message_key";
    private static final int FORMAT = 1;

    private final MongoClient client;

    public LogSchema(MongoClient client) {
        this.client = client;
    }

    /**
     * Creates what is missing and checks what is there.
     *
     * @return the token of this database's logs, the first part of every epoch: drawn at random when the database was
     *     made, so that a client's position in a lost database means nothing in a new one
     */
    public Future<String> prepare() {
        JsonObject key = new JsonObject().put(EntryDocument.KEY, 1);
        IndexOptions unique = new IndexOptions().name(KEY_INDEX).unique(true);
        return client.createIndexWithOptions(MongoRoomLog.COLLECTION, key, unique)
                .compose(created -> client.listIndexes(MongoRoomLog.COLLECTION))
                .compose(indexes -> {
                    boolean there = indexes.stream()
                            .map(JsonObject.class::cast)
                            .anyMatch(index ->
                                    key.equals(index.getJsonObject("key")) && index.getBoolean("unique", false));
                    return there
                            ? readMeta()
                            : Future.failedFuture("the collection " + MongoRoomLog.COLLECTION
                                    + " has no unique index on " + EntryDocument.KEY);
                });
    }

    private Future<String> readMeta() {
        JsonObject fresh = new JsonObject().put("token", randomToken()).put("format", FORMAT);
        return client.findOneAndUpdateWithOptions(
                        META,
                        new JsonObject().put("_id", META_ID),
                        new JsonObject().put("$setOnInsert", fresh),
                        new FindOptions(),
                        new UpdateOptions().setUpsert(true).setReturningNewDocument(true))
                .compose(meta -> meta.getInteger("format") == FORMAT
                        ? Future.succeededFuture(meta.getString("token"))
                        : Future.failedFuture("the database has format " + meta.getInteger("format")
                                + ", this version knows format " + FORMAT));
    }

    private static String randomToken() {
        return Long.toString(new SecureRandom().nextLong() & 0xff_ffff_ffffL, Character.MAX_RADIX);
    }
}
