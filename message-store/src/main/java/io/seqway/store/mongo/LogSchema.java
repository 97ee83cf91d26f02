package io.seqway.store.mongo;

import io.vertx.core.Future;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.IndexOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.UpdateOptions;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to stand in the database before an entry is written: without its unique indexes all safety is gone. */
public final class LogSchema {
    private static final Logger LOG = LoggerFactory.getLogger(LogSchema.class);
    static final String META = "meta";
    static final String META_ID = "log";
    private static final Pattern TOKEN = Pattern.compile("[a-z0-9]{1,8}");

    private final MongoClient client;
    private final String database;
    private final LogFormat format;

    /** @param database the name of the database that the client uses */
    public LogSchema(MongoClient client, String database) {
        this(client, database, LogFormat.NEWEST);
    }

    LogSchema(MongoClient client, String database, LogFormat format) {
        this.client = client;
        this.database = database;
        this.format = format;
    }

    /**
     * Creates what a new database lacks, and checks what is there.
     *
     * @return the token of this database's logs, the first part of every epoch: drawn at random when the database was
     *     made, so that a client's position in a lost database means nothing in a new one. Fails with one line that
     *     says what to do, if a name of the entries is not kept unique
     */
    public Future<String> prepare() {
        return makeLog().compose(this::createSearchIndexes).compose(log -> log.fault()
                .<Future<String>>map(Future::failedFuture)
                .orElseGet(this::readMeta));
    }

    /**
     * The token is drawn behind the log, so where there is a token and no log, a log was lost. With the same token another one
     * would take positions in the lost one for its own.
     */
    private Future<LogCollection> makeLog() {
        return client.findOne(META, new JsonObject().put("_id", META_ID), null).compose(meta -> LogCollection.read(
                        client, database)
                .compose(log -> meta != null && log.isMissing()
                        ? Future.failedFuture("the collection " + LogCollection.NAME + " of database " + database
                                + " is gone, and " + META + " is not; restore it, or, if it is lost for good, stop"
                                + " all nodes and say so: seqway declare-loss")
                        : createIfNew(log)));
    }

    /** Begins an empty log where there is none. */
    Future<Void> begin() {
        return LogCollection.read(client, database).compose(this::createIfNew).mapEmpty();
    }

    /** Only a log without entries: an index that is gone from others may have let repeats in, and somebody took it. */
    private Future<LogCollection> createIfNew(LogCollection log) {
        if (!log.lacksKeyIndex()) {
            return Future.succeededFuture(log);
        }
        return hasEntries().compose(entries -> {
            if (entries) {
                return Future.succeededFuture(log);
            }
            JsonObject key = new JsonObject().put(EntryDocument.KEY, 1);
            IndexOptions unique =
                    new IndexOptions().name(LogCollection.KEY_INDEX).unique(true);
            return client.createIndexWithOptions(LogCollection.NAME, key, unique)
                    .compose(created -> LogCollection.read(client, database));
        });
    }

    /** Without these nothing is wrong in a log, so they are made where a version before this one has written. */
    private Future<LogCollection> createSearchIndexes(LogCollection log) {
        if (log.lackedSearchIndexes().isEmpty()) {
            return Future.succeededFuture(log);
        }
        Future<Void> created = Future.succeededFuture();
        for (SearchIndex index : log.lackedSearchIndexes()) {
            created = created.compose(made -> client.createIndexWithOptions(
                    LogCollection.NAME,
                    index.key(),
                    new IndexOptions().name(index.text()).sparse(true)));
        }
        return created.compose(made -> LogCollection.read(client, database));
    }

    private Future<Boolean> hasEntries() {
        JsonObject any = new JsonObject().put(EntryDocument.ID, new JsonObject().put("$gte", ""));
        return client.findWithOptions(LogCollection.NAME, any, new FindOptions().setLimit(1))
                .map(found -> !found.isEmpty());
    }

    private Future<String> readMeta() {
        JsonObject fresh = new JsonObject().put("token", randomToken()).put("format", format.number());
        return client.findOneAndUpdateWithOptions(
                        META,
                        new JsonObject().put("_id", META_ID),
                        new JsonObject().put("$setOnInsert", fresh),
                        new FindOptions(),
                        new UpdateOptions().setUpsert(true).setReturningNewDocument(true))
                .compose(meta -> format.upgrade(client, meta).compose(upgraded -> token(meta)))
                .compose(token ->
                        token.equals(fresh.getString("token")) ? warnIfLost(token) : Future.succeededFuture(token));
    }

    private Future<String> warnIfLost(String token) {
        return hasEntries().map(entries -> {
            if (entries) {
                LOG.warn("collection {} was lost: a new token is drawn, and every client gets its rooms anew", META);
            }
            return token;
        });
    }

    private static Future<String> token(JsonObject meta) {
        if (!(meta.getValue("token") instanceof String token)
                || !TOKEN.matcher(token).matches()) {
            return Future.failedFuture("the token of the log, {_id: \"" + META_ID + "\"} in collection " + META
                    + ", is " + Json.encode(meta.getValue("token")) + "; give 1 to 8 of a-z 0-9 that it never had");
        }
        return Future.succeededFuture(token);
    }

    static String randomToken() {
        return Long.toString(new SecureRandom().nextLong() & 0xff_ffff_ffffL, Character.MAX_RADIX);
    }
}
