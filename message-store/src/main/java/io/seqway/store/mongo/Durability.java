package io.seqway.store.mongo;

import io.seqway.store.StoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the server can keep what a majority with journal means. The concerns themselves are said with every command
 * ({@link MongoConnection}), so the defaults of a cluster do not matter; what remains is its configuration.
 */
public final class Durability {
    private static final Logger LOG = LoggerFactory.getLogger(Durability.class);
    private static final String JOURNALED_MAJORITY = "writeConcernMajorityJournalDefault";

    private final Vertx vertx;
    private final MongoClient client;
    private final StoreOptions options;

    /** @param client one with these options */
    public Durability(Vertx vertx, MongoClient client, StoreOptions options) {
        this.vertx = vertx;
        this.client = client;
        this.options = options;
    }

    /** Fails, with one line, if it cannot. Warns of a server that is alone. */
    public Future<Void> check() {
        if (!options.strict()) {
            return Future.succeededFuture();
        }
        // The older name of hello, which the embedded store knows, too.
        return client.runCommand("isMaster", new JsonObject().put("isMaster", 1))
                .compose(hello -> {
                    if (hello.containsKey("setName")) {
                        return checkReplicaSet();
                    }
                    if (!"isdbgrid".equals(hello.getString("msg"))) {
                        LOG.warn("MongoDB is a single server and no replica set: what is acked is on one disk only");
                    }
                    return Future.succeededFuture();
                });
    }

    private Future<Void> checkReplicaSet() {
        MongoClient admin =
                MongoConnection.open(vertx, new StoreOptions(options.mongoUri(), "admin", options.strict()));
        return admin.runCommand("replSetGetConfig", new JsonObject().put("replSetGetConfig", 1))
                .eventually(admin::close)
                .map(answer -> isJournaled(answer.getJsonObject("config")))
                .otherwise(e -> {
                    LOG.info("whether a majority means its journals cannot be read: {}", e.getMessage());
                    return true;
                })
                .compose(journaled -> journaled
                        ? Future.succeededFuture()
                        : Future.failedFuture("the replica set counts what is not in a journal yet as stored, and a"
                                + " power failure could take it back; set " + JOURNALED_MAJORITY
                                + " to true (rs.reconfig)"));
    }

    /** Whether what a majority has is in its journals; that is so where the configuration does not speak of it. */
    static boolean isJournaled(JsonObject config) {
        return config.getBoolean(JOURNALED_MAJORITY, true);
    }
}
