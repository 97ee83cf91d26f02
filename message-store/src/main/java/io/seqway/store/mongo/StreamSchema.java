package io.seqway.store.mongo;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, again and again, whether the collections of the streams keep what is written to them. They need no index but that
 * of {@code _id}, and come to be when they are written to. Used on one event loop.
 */
public final class StreamSchema {
    private static final Logger LOG = LoggerFactory.getLogger(StreamSchema.class);

    private final MongoClient client;
    private final String database;
    private String fault;

    public StreamSchema(MongoClient client, String database) {
        this.client = client;
        this.database = database;
    }

    /** Fails with one line that says what to do, if something is wrong. */
    public Future<Void> check() {
        return find().compose(
                        found -> found.<Future<Void>>map(Future::failedFuture).orElseGet(Future::succeededFuture));
    }

    /** Looks once; never fails. A server that does not answer changes nothing in what was seen. */
    public Future<Void> look() {
        return find().onSuccess(this::found).<Void>mapEmpty().otherwiseEmpty();
    }

    private void found(Optional<String> found) {
        if (found.isPresent() && fault == null) {
            LOG.error("{}. Until then no chunk is stored", found.get());
        } else if (found.isEmpty() && fault != null) {
            LOG.info("the collections of the streams in database {} are in order again", database);
        }
        fault = found.orElse(null);
    }

    /** Why no chunk may be written, as far as was seen: one line, or {@code null}. */
    String problem() {
        return fault;
    }

    private Future<Optional<String>> find() {
        return fault(MongoStreamStore.CATALOGUES)
                .compose(found -> found.isPresent() ? Future.succeededFuture(found) : fault(MongoStreamStore.CHUNKS));
    }

    private Future<Optional<String>> fault(String name) {
        return CollectionListing.read(client, name)
                .map(listed -> listed.info() == null ? Optional.empty() : fault(name, listed));
    }

    private Optional<String> fault(String name, CollectionListing listed) {
        String where = name + " of database " + database;
        String wrong = listed.wrongKind();
        if (wrong != null) {
            return Optional.of("the collection " + where + " " + wrong
                    + "; copy its documents to one that was made without options, and give that its name");
        }
        List<JsonObject> strangers = listed.indexes().stream()
                .filter(index -> !"_id_".equals(CollectionListing.name(index)))
                .filter(CollectionListing::refusesOrRemoves)
                .toList();
        return strangers.stream()
                .findFirst()
                .map(index -> "the index %s of %s would refuse or remove documents; drop it: db.%s.dropIndex(\"%s\")"
                        .formatted(CollectionListing.name(index), where, name, CollectionListing.name(index)));
    }
}
