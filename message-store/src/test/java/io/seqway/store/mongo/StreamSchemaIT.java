package io.seqway.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.store.StoreOptions;
import io.seqway.testing.TestMongo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.CreateCollectionOptions;
import io.vertx.ext.mongo.IndexOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Collections that would lose chunks, or refuse them for a reason nobody knows, are not written. */
@ExtendWith(VertxExtension.class)
class StreamSchemaIT {
    private final String database = TestMongo.freshDatabase();
    private MongoClient client;
    private StreamSchema schema;

    @BeforeEach
    void connect(Vertx vertx) {
        client = MongoConnection.open(vertx, new StoreOptions(TestMongo.uri(), database, true));
        schema = new StreamSchema(client, database);
    }

    @AfterEach
    void disconnect() throws Exception {
        await(client.close());
    }

    @Test
    void aNewDatabaseIsInOrder() throws Exception {
        await(schema.check());
        await(client.insert("chunks", new JsonObject().put("_id", "a")));
        await(schema.check());
    }

    @Test
    void aCappedCollectionStopsTheStart() throws Exception {
        await(client.createCollectionWithOptions(
                "streams", new CreateCollectionOptions().setCapped(true).setSizeInBytes(4096L)));
        assertRefused("streams of database " + database + " is capped");
    }

    @Test
    void anIndexThatRemovesChunksStopsTheStartAndIsSeenLater() throws Exception {
        IndexOptions expiring = new IndexOptions().name("old").expireAfter(1L, TimeUnit.HOURS);
        await(client.createIndexWithOptions("chunks", new JsonObject().put("time", 1), expiring));
        assertRefused("db.chunks.dropIndex(\"old\")");
        assertThat(schema.problem()).isNull();
        await(schema.look());
        assertThat(schema.problem()).contains("the index old of chunks");
        await(client.dropIndex("chunks", "old"));
        await(schema.look());
        assertThat(schema.problem()).isNull();
    }

    @Test
    void aSecondUniqueNameStopsTheStart() throws Exception {
        IndexOptions unique = new IndexOptions().name("hashes").unique(true);
        await(client.createIndexWithOptions("chunks", new JsonObject().put("hash", 1), unique));
        assertRefused("the index hashes of chunks of database " + database + " would refuse");
    }

    private void assertRefused(String why) {
        assertThat(schema.check().toCompletionStage().toCompletableFuture())
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining(why);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
