package io.seqway.store.mongo;

import io.seqway.store.StoreOptions;
import io.seqway.testing.TestMongo;

/** Streams on the MongoDB that the tests were given. */
class MongoStreamStoreIT extends MongoStreamContract {
    private static final String DATABASE = TestMongo.freshDatabase();

    @Override
    StoreOptions options() {
        return new StoreOptions(TestMongo.uri(), DATABASE, true);
    }
}
