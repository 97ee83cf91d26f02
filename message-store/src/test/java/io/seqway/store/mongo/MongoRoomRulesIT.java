package io.seqway.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.store.StoreOptions;
import io.seqway.store.retention.Retention;
import io.seqway.store.retention.RoomRules.Some;
import io.seqway.testing.TestMongo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.junit5.VertxExtension;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rules of rooms in MongoDB, and how far the walk through all rooms has come. */
@ExtendWith(VertxExtension.class)
class MongoRoomRulesIT {
    private MongoClient client;
    private MongoRoomRules rules;

    @BeforeEach
    void connect(Vertx vertx) {
        client = MongoConnection.open(vertx, new StoreOptions(TestMongo.uri(), TestMongo.freshDatabase(), true));
        rules = new MongoRoomRules(client);
    }

    @AfterEach
    void disconnect() throws Exception {
        await(client.close());
    }

    private void room(String name, JsonObject retention) throws Exception {
        await(client.insert("rooms", new JsonObject().put("_id", name).put("retention", retention)));
    }

    @Test
    void theRuleOfARoom() throws Exception {
        room("a", new JsonObject().put("maxEntries", 7));
        assertThat(await(rules.of("a"))).contains(new Retention(0, 7));
        assertThat(await(rules.of("b"))).isEmpty();
    }

    @Test
    void roomsAreReadSomeAtATime() throws Exception {
        room("a", new JsonObject().put("maxEntries", 1));
        room("b", null);
        room("c", new JsonObject().put("maxAgeSeconds", 3));
        assertThat(await(rules.behind("", 2))).isEqualTo(new Some(Map.of("a", new Retention(0, 1)), "b"));
        assertThat(await(rules.behind("b", 2))).isEqualTo(new Some(Map.of("c", new Retention(3_000, 0)), null));
    }

    @Test
    void howFarTheWalkHasComeIsKept() throws Exception {
        assertThat(await(rules.position())).isEmpty();
        await(rules.keep("b"));
        await(rules.keep("c"));
        assertThat(await(rules.position())).isEqualTo("c");
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
