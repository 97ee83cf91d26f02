package io.seqway.store.mongo;

import io.seqway.store.StoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.UpdateOptions;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Says that clients may know more than the logs hold: an older backup was put in their place, or entries were lost. From
 * then on every epoch is another one, so that no position of before means anything.
 */
public final class Loss {
    /** Longer than some beats of a node that runs. */
    private static final long LOOK_MS = 2_000;

    private static final long TIMEOUT_MS = 8_000;

    private final Vertx vertx;
    private final StoreOptions options;

    public Loss(Vertx vertx, StoreOptions options) {
        this.vertx = vertx;
        this.options = options;
    }

    /**
     * Draws a new token for the logs.
     *
     * @return the token; fails with one line that says what to do, while a message store runs on the database or if there
     *     is no log in it
     */
    public Future<String> declare() {
        MongoClient client = MongoConnection.open(vertx, options);
        return beats(client)
                .compose(before -> vertx.timer(LOOK_MS, TimeUnit.MILLISECONDS).compose(waited -> beats(client)
                        .compose(now -> Objects.equals(before, now)
                                ? Future.succeededFuture()
                                : refused("a message store runs on database " + options.database()
                                        + ": stop all nodes first, gateways too"))))
                .compose(stopped -> renew(client))
                .eventually(client::close);
    }

    private static Future<JsonObject> beats(MongoClient client) {
        return client.findOne(MongoOwnershipStore.COLLECTION, new JsonObject(), new JsonObject().put("beats", 1))
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    private Future<String> renew(MongoClient client) {
        String token = LogSchema.randomToken();
        return client.findOneAndUpdateWithOptions(
                        LogSchema.META,
                        new JsonObject().put("_id", LogSchema.META_ID),
                        new JsonObject().put("$set", new JsonObject().put("token", token)),
                        new FindOptions(),
                        new UpdateOptions().setReturningNewDocument(true))
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .compose(meta -> meta != null
                        ? new LogSchema(client, options.database()).begin().map(token)
                        : refused("database " + options.database() + " holds no log of Seqway: its collection "
                                + LogSchema.META + " is empty"));
    }

    private static <T> Future<T> refused(String line) {
        return Future.failedFuture(new IllegalStateException(line));
    }
}
