package io.seqway.store.mongo;

import io.vertx.core.Future;
import io.vertx.ext.mongo.MongoClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, again and again, whether the collection of the entries still keeps their names unique. While it does not, no
 * entry may be written. Used on one event loop; what it has seen may be asked from any thread.
 */
public final class SchemaWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaWatch.class);

    private final MongoClient client;
    private final String database;
    private Object identity;
    private Future<Void> looking;
    private volatile String fault;
    private volatile boolean answers;
    private volatile boolean findsChanges = true;

    public SchemaWatch(MongoClient client, String database) {
        this.client = client;
        this.database = database;
    }

    /** Looks once; a look that is under way is joined. Never fails: what was found is told by the other methods. */
    public Future<Void> look() {
        if (looking == null) {
            Future<Void> look = LogCollection.read(client, database).transform(read -> {
                answers = read.succeeded();
                if (read.succeeded()) {
                    found(read.result());
                }
                return Future.succeededFuture();
            });
            looking = look;
            look.onComplete(done -> looking = null);
            return look;
        }
        return looking;
    }

    /** Whether entries may be written, as far as was seen. A server that does not answer changes nothing in that. */
    public boolean intact() {
        return fault == null;
    }

    /** Whether the server, or the primary of its replica set, has answered when it was asked last. */
    public boolean answers() {
        return answers;
    }

    /** Whether edits and deletions are found without a search through the whole log, as far as was seen. */
    boolean findsChanges() {
        return findsChanges;
    }

    /** What keeps the log from being written: one line, or {@code null} if nothing does. */
    public String problem() {
        String known = fault;
        if (known != null) {
            return known;
        }
        return answers ? null : "MongoDB does not answer";
    }

    private void found(LogCollection collection) {
        findsChanges = collection.finds(SearchIndex.CHANGES);
        String now = collection.fault().orElse(null);
        if (identity == null) {
            identity = collection.identity();
        } else if (now == null && !identity.equals(collection.identity())) {
            // What owners know of rooms is of the other one: their next places could leave a hole.
            now = "the collection %s of database %s was replaced by another one; start the message stores again"
                    .formatted(LogCollection.NAME, database);
        }
        if (now != null && !now.equals(fault)) {
            LOG.error("{}. Until then nothing is stored", now);
        } else if (now == null && fault != null) {
            LOG.info("the collection {} of database {} is in order again", LogCollection.NAME, database);
        }
        fault = now;
    }
}
