package io.seqway.store.mongo;

import io.seqway.store.StoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mongo.MongoClient;

/** Which log a database holds: for a node that has to know it before its message store starts. */
public final class LogToken {
    private LogToken() {}

    /** The token of the database's logs, as {@link LogSchema#prepare} says it, which also makes what a new database lacks. */
    public static Future<String> of(Vertx vertx, StoreOptions options) {
        MongoClient client;
        try {
            client = MongoConnection.open(vertx, options);
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(e);
        }
        return new LogSchema(client, options.database()).prepare().eventually(client::close);
    }
}
