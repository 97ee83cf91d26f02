package io.seqway.store.mongo;

import io.seqway.store.StoreOptions;
import io.seqway.testing.TestMongo;

/** Cursors on the MongoDB that the tests were given. */
class MongoCursorStoreIT extends MongoCursorContract {
    private final StoreOptions options = new StoreOptions(TestMongo.uri(), TestMongo.freshDatabase(), true);

    @Override
    StoreOptions options() {
        return options;
    }
}
