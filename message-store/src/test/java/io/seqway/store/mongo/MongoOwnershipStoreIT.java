package io.seqway.store.mongo;

import io.seqway.store.StoreOptions;
import io.seqway.testing.TestMongo;

/** Ownership on the MongoDB that the tests were given. */
class MongoOwnershipStoreIT extends MongoOwnershipContract {
    @Override
    StoreOptions options() {
        return new StoreOptions(TestMongo.uri(), TestMongo.freshDatabase(), true);
    }
}
