package io.seqway.store.mongo;

import io.seqway.store.StoreOptions;
import io.seqway.store.stream.StreamStore;
import io.seqway.store.stream.StreamStoreContract;
import io.vertx.core.Vertx;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Streams on any server that speaks MongoDB's protocol. */
@ExtendWith(VertxExtension.class)
abstract class MongoStreamContract extends StreamStoreContract {
    private MongoClient client;

    abstract StoreOptions options();

    @BeforeEach
    void connect(Vertx vertx) {
        client = MongoConnection.open(vertx, options());
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Override
    protected StreamStore store() {
        return new MongoStreamStore(client, new StreamSchema(client, options().database()));
    }
}
