package io.seqway.store.mongo;

import io.seqway.store.StoreOptions;
import io.seqway.testing.TestMongo;

/** Rooms on the MongoDB that the tests were given. */
class MongoRoomStoreIT extends MongoRoomContract {
    private final StoreOptions options = new StoreOptions(TestMongo.uri(), TestMongo.freshDatabase(), true);

    @Override
    StoreOptions options() {
        return options;
    }
}
