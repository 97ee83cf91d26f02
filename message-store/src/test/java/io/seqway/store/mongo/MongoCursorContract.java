package io.seqway.store.mongo;

import io.seqway.store.StoreOptions;
import io.seqway.store.cursor.CursorStore;
import io.seqway.store.cursor.CursorStoreContract;
import io.vertx.core.Vertx;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Cursors on any server that speaks MongoDB's protocol. */
@ExtendWith(VertxExtension.class)
abstract class MongoCursorContract extends CursorStoreContract {
    private MongoClient client;
    private MongoCursorStore store;

    /** The server and the database. */
    abstract StoreOptions options();

    @BeforeEach
    void connect(Vertx vertx) throws Exception {
        client = MongoConnection.open(vertx, options());
        store = new MongoCursorStore(client);
        store.prepare().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Override
    protected CursorStore store() {
        return store;
    }
}
