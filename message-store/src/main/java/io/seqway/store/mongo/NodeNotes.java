package io.seqway.store.mongo;

import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.UpdateOptions;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each message store notes of itself in the database, for whoever looks after them ({@code seqway doctor}): which
 * others it sees, and what time it is for it. Nodes do not read it, and nothing depends on it.
 */
public final class NodeNotes {
    /** Every how many ms a note is to be written; and at each change of the members. */
    public static final long EVERY_MS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(NodeNotes.class);
    private static final String COLLECTION = "nodes";
    private static final String ID = "_id";
    private static final String SEES = "sees";
    private static final String CLOCK = "clock";
    private static final String AT = "at";
    private static final String HOST = "host";

    /**
     * A note as it stands in the database.
     *
     * @param host the name of its machine; empty if that is not known
     * @param sees the message stores that the node sees, itself included
     * @param clock the time of the node when it wrote this, in ms since 1970
     * @param at the time of MongoDB then, in ms since 1970
     */
    public record Note(String node, String host, List<String> sees, long clock, long at) {
        /** The node's id, and where it runs. */
        public String shown() {
            return host.isEmpty() ? node : node + " (" + host + ")";
        }
    }

    private final MongoClient client;

    public NodeNotes(MongoClient client) {
        this.client = client;
    }

    /**
     * Notes what this node sees now. Never fails.
     *
     * @param host the name of this machine
     */
    public Future<Void> write(ClusterView view, String host, LongSupplier wallClock) {
        JsonObject note = new JsonObject()
                .put(
                        "$set",
                        new JsonObject()
                                .put(HOST, host)
                                .put(SEES, new JsonArray(view.nodes(Role.MESSAGE_STORE)))
                                .put(CLOCK, wallClock.getAsLong()))
                .put("$currentDate", new JsonObject().put(AT, true));
        return client.updateCollectionWithOptions(COLLECTION, id(view), note, new UpdateOptions().setUpsert(true))
                .<Void>mapEmpty()
                .recover(NodeNotes::unimportant);
    }

    /** The node is about to stop. Never fails. */
    public Future<Void> remove(ClusterView view) {
        return client.removeDocument(COLLECTION, id(view)).<Void>mapEmpty().recover(NodeNotes::unimportant);
    }

    /** Those of all nodes, also of some that are gone without a word. */
    public Future<List<Note>> read() {
        return client.find(COLLECTION, new JsonObject())
                .map(found -> found.stream().map(NodeNotes::note).toList());
    }

    private static Note note(JsonObject document) {
        return new Note(
                document.getString(ID),
                document.getString(HOST, ""),
                document.getJsonArray(SEES).stream().map(String::valueOf).toList(),
                document.getLong(CLOCK),
                millis(document.getJsonObject(AT)));
    }

    /** Of a date as the client writes it in JSON. */
    static long millis(JsonObject date) {
        return Instant.parse(date.getString("$date")).toEpochMilli();
    }

    private static JsonObject id(ClusterView view) {
        return new JsonObject().put(ID, view.self());
    }

    private static Future<Void> unimportant(Throwable failure) {
        LOG.debug("a note of this node was not taken: {}", failure.toString());
        return Future.succeededFuture();
    }
}
