package io.seqway.store.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import io.seqway.store.StoreOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.util.concurrent.TimeUnit;

/** Connects to MongoDB so that what it acknowledges is on the disks of a majority, and what it shows will stay. */
public final class MongoConnection {
    private static final int CONNECT_TIMEOUT_MS = 3_000;
    private static final int SERVER_SELECTION_TIMEOUT_MS = 5_000;

    private MongoConnection() {}

    /**
     * A client, not connected yet.
     *
     * @throws IllegalArgumentException if the connection string is malformed or asks for a weaker write concern than
     *     majority; the message names it
     */
    public static MongoClient open(Vertx vertx, StoreOptions options) {
        ConnectionString uri = new ConnectionString(options.mongoUri());
        requireSafe(uri);
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyConnectionString(uri)
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .readConcern(ReadConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_TIMEOUT_MS, TimeUnit.MILLISECONDS))
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(SERVER_SELECTION_TIMEOUT_MS, TimeUnit.MILLISECONDS))
                .build();
        JsonObject config = new JsonObject().put("db_name", options.database());
        return MongoClient.createWithMongoSettings(vertx, config, "seqway", settings);
    }

    private static void requireSafe(ConnectionString uri) {
        WriteConcern asked = uri.getWriteConcern();
        if (asked == null) {
            return;
        }
        boolean weak = asked.getWObject() instanceof Integer || Boolean.FALSE.equals(asked.getJournal());
        if (weak) {
            throw new IllegalArgumentException(
                    "mongo-uri asks for an unsafe write concern: leave out w and journal, or give w=majority&journal=true");
        }
    }
}
