package io.seqway.store.mongo;

import io.seqway.store.stream.StoredChunk;
import io.vertx.core.json.JsonObject;

/** A chunk as MongoDB keeps it. Its payload is binary data, which is not copied on its way to the driver. */
final class ChunkDocument {
    static final String HASH = "hash";

    private static final String BINARY = "$binary";

    private ChunkDocument() {}

    static JsonObject of(StoredChunk chunk) {
        return new JsonObject()
                .put("_id", chunk.id())
                .put(HASH, chunk.hash())
                .put("time", chunk.time())
                .put("meta", chunk.meta())
                .put("payload", new JsonObject().put(BINARY, chunk.payload()));
    }

    static StoredChunk read(JsonObject document) {
        return new StoredChunk(
                document.getString("_id"),
                document.getString(HASH),
                document.getString("meta"),
                document.getLong("time"),
                document.getJsonObject("payload").getBinary(BINARY));
    }
}
