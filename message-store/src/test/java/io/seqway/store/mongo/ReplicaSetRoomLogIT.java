package io.seqway.store.mongo;

import io.seqway.store.StoreOptions;
import io.seqway.testing.TestReplicaSet;
import org.junit.jupiter.api.condition.EnabledIf;

/** The log where a majority is more than one: on a replica set of three. */
@EnabledIf("io.seqway.testing.TestReplicaSet#isGiven")
class ReplicaSetRoomLogIT extends MongoContract {
    private static String database;

    @Override
    StoreOptions options() {
        if (database == null) {
            database = TestReplicaSet.freshDatabase();
        }
        return new StoreOptions(TestReplicaSet.uri(), database, true);
    }
}
