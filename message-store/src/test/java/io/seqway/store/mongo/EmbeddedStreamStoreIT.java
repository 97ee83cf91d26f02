package io.seqway.store.mongo;

import io.seqway.embedded.EmbeddedMongo;
import io.seqway.store.StoreOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Streams on the embedded server that development runs on. */
class EmbeddedStreamStoreIT extends MongoStreamContract {
    @TempDir
    static Path folder;

    private static EmbeddedMongo mongo;

    @BeforeAll
    static void start() {
        mongo = EmbeddedMongo.start(folder);
    }

    @AfterAll
    static void stop() {
        mongo.close();
    }

    @Override
    StoreOptions options() {
        return new StoreOptions(mongo.uri(), "streams", false);
    }
}
