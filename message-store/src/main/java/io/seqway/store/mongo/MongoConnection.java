package io.seqway.store.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.ReadConcern;
import com.mongodb.ReadConcernLevel;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import io.seqway.store.StoreOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;

/** Connects to MongoDB so that what it acknowledges is on the disks of a majority, and what it shows will stay. */
public final class MongoConnection {
    private static final int CONNECT_TIMEOUT_MS = 3_000;
    private static final int SERVER_SELECTION_TIMEOUT_MS = 5_000;
    /** Without it a connection whose answers are lost is waited for without end, and in time all of the pool are. */
    private static final int SOCKET_TIMEOUT_MS = 5_000;

    private static final int WAIT_QUEUE_TIMEOUT_MS = 5_000;

    /** As many as are open from the start: where the server is slow, a new one takes several of its answers. */
    private static final int VITAL_CONNECTIONS = 6;

    private MongoConnection() {}

    /**
     * A client, not connected yet.
     *
     * @throws IllegalArgumentException if the connection string is malformed or asks for less than what a majority has;
     *     the message names it
     */
    public static MongoClient open(Vertx vertx, StoreOptions options) {
        return MongoClient.create(vertx, config(options));
    }

    /**
     * As {@link #open}, for the few calls on which it depends whether this node serves: on connections of their own, so
     * that a burst of messages, which may take all others of a slow server, costs no lease.
     */
    public static MongoClient openVital(Vertx vertx, StoreOptions options) {
        return MongoClient.create(
                vertx, config(options).put("minPoolSize", VITAL_CONNECTIONS).put("maxPoolSize", VITAL_CONNECTIONS));
    }

    /** What the client is told: a safe connection string, and a limit to every wait that it leaves open. */
    static JsonObject config(StoreOptions options) {
        JsonObject config = new JsonObject()
                .put("connection_string", safe(options.mongoUri()))
                .put("db_name", options.database());
        ConnectionString asked = new ConnectionString(options.mongoUri());
        if (asked.getSocketTimeout() == null) {
            config.put("socketTimeoutMS", SOCKET_TIMEOUT_MS);
        }
        if (asked.getMaxWaitTime() == null) {
            config.put("waitQueueTimeoutMS", WAIT_QUEUE_TIMEOUT_MS);
        }
        return config;
    }

    /** The connection string with everything that safety needs said in it. */
    static String safe(String uri) {
        ConnectionString asked = new ConnectionString(uri);
        StringBuilder safe = new StringBuilder(uri);
        if (uri.indexOf('?') < 0) {
            boolean path = uri.indexOf('/', uri.indexOf("://") + 3) >= 0;
            safe.append(path ? "?" : "/?");
        }
        WriteConcern write = asked.getWriteConcern();
        if (write == null) {
            safe.append("&w=majority&journal=true");
        } else if (!"majority".equals(write.getWObject()) || Boolean.FALSE.equals(write.getJournal())) {
            throw unsafe("write concern, " + unsafePart(write), "w=majority&journal=true");
        } else if (write.getJournal() == null) {
            safe.append("&journal=true");
        }
        ReadConcern read = asked.getReadConcern();
        if (read == null) {
            safe.append("&readConcernLevel=majority");
        } else if (read.getLevel() != ReadConcernLevel.MAJORITY) {
            throw unsafe("read concern", "readConcernLevel=majority");
        }
        ReadPreference preference = asked.getReadPreference();
        if (preference != null && !preference.equals(ReadPreference.primary())) {
            throw unsafe("read preference", "readPreference=primary");
        }
        if (asked.getServerSelectionTimeout() == null) {
            safe.append("&serverSelectionTimeoutMS=").append(SERVER_SELECTION_TIMEOUT_MS);
        }
        if (asked.getConnectTimeout() == null) {
            safe.append("&connectTimeoutMS=").append(CONNECT_TIMEOUT_MS);
        }
        return safe.toString().replace("?&", "?");
    }

    private static String unsafePart(WriteConcern write) {
        if (Boolean.FALSE.equals(write.getJournal())) {
            return "journal=false";
        }
        if (write.getWObject() != null) {
            return "w=" + write.getWObject();
        }
        return (write.getJournal() == null ? "wtimeoutMS" : "journal") + " without w";
    }

    private static IllegalArgumentException unsafe(String what, String instead) {
        return new IllegalArgumentException(
                "mongo-uri asks for an unsafe " + what + ": leave it out, or say " + instead);
    }
}
