package io.seqway.store.mongo;

import com.mongodb.MongoWriteException;
import io.seqway.store.stream.Catalogue;
import io.seqway.store.stream.StoredChunk;
import io.seqway.store.stream.StreamStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Streams in two collections: a document for each user, which says what is stored, and a document for each chunk. What is
 * missing of a stream is known from the first one; no payload is looked at, and no range of chunks is searched.
 */
public final class MongoStreamStore implements StreamStore {
    static final String CATALOGUES = "streams";
    static final String CHUNKS = "chunks";

    private static final int DUPLICATE_KEY = 11000;
    private static final long TIMEOUT_MS = 8_000;
    private static final String ID = "_id";

    private final MongoClient client;
    private final StreamSchema schema;

    public MongoStreamStore(MongoClient client, StreamSchema schema) {
        this.client = client;
        this.schema = schema;
    }

    @Override
    public Future<Catalogue> catalogue(String user) {
        return client.findOne(CATALOGUES, id(user), null)
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(document -> document == null ? Catalogue.empty(user) : CatalogueDocument.read(document));
    }

    @Override
    public Future<Boolean> replace(Catalogue next) {
        JsonObject document = CatalogueDocument.of(next);
        if (next.version() == 1) {
            return insert(CATALOGUES, document);
        }
        JsonObject before = id(next.user()).put(CatalogueDocument.VERSION, next.version() - 1);
        document.remove(ID);
        return client.updateCollection(CATALOGUES, before, new JsonObject().put("$set", document))
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(result -> result.getDocMatched() == 1);
    }

    @Override
    public Future<Boolean> put(StoredChunk chunk) {
        return insert(CHUNKS, ChunkDocument.of(chunk));
    }

    /** The write concern is that of the client: majority, journaled. */
    private Future<Boolean> insert(String collection, JsonObject document) {
        return client.insert(collection, document)
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(inserted -> true)
                .recover(e -> e instanceof MongoWriteException write && write.getCode() == DUPLICATE_KEY
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(e));
    }

    @Override
    public Future<String> hash(String id) {
        return client.findOne(CHUNKS, id(id), new JsonObject().put(ChunkDocument.HASH, 1))
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(document -> document == null ? null : document.getString(ChunkDocument.HASH));
    }

    @Override
    public Future<StoredChunk> chunk(String id) {
        return client.findOne(CHUNKS, id(id), null)
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(document -> document == null ? null : ChunkDocument.read(document));
    }

    @Override
    public Future<Void> remove(List<String> ids) {
        JsonObject these = new JsonObject().put(ID, new JsonObject().put("$in", new JsonArray(ids)));
        return client.removeDocuments(CHUNKS, these)
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .mapEmpty();
    }

    @Override
    public String problem() {
        return schema.problem();
    }

    private static JsonObject id(String id) {
        return new JsonObject().put(ID, id);
    }
}
