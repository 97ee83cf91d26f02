package io.seqway.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.RoomMessage.RoomContent;
import io.seqway.protocol.bus.RoomMessage.RoomRetention;
import io.seqway.store.StoreOptions;
import io.seqway.store.member.RoomDocument;
import io.seqway.store.member.RoomStore;
import io.seqway.store.member.RoomStoreContract;
import io.seqway.store.retention.Retention;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rooms on any server that speaks MongoDB's protocol. */
@ExtendWith(VertxExtension.class)
abstract class MongoRoomContract extends RoomStoreContract {
    private MongoClient client;
    private MongoRoomStore store;

    /** The server and the database. */
    abstract StoreOptions options();

    @BeforeEach
    void connect(Vertx vertx) throws Exception {
        client = MongoConnection.open(vertx, options());
        store = new MongoRoomStore(client);
        store.prepare().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void aRuleOfARoomThatWasNeverMadeMakesNoRoomOfIt() throws Exception {
        String ruled = "ruled-" + UUID.randomUUID();
        JsonObject rule = new JsonObject().put("maxEntries", 7);
        await(client.insert("rooms", new JsonObject().put("_id", ruled).put("retention", rule)));
        assertThat(await(store.byNames(List.of(ruled)))).isEmpty();
        assertThat(await(store.rooms(null, 10_000)))
                .extracting(RoomDocument::room)
                .doesNotContain(ruled);
        RoomContent open = new RoomContent("open", List.of(), null, null);
        RoomDocument made = RoomDocument.make(ruled, null, open, "ann", List.of(), 17);
        assertThat(await(store.put(made))).isTrue();
        assertThat(await(store.put(made))).isFalse();
        assertThat(await(store.byNames(List.of(ruled)))).isEqualTo(Map.of(ruled, made));
    }

    @Test
    void aRuleIsWhereRetentionLooksForItUntilTheRoomIsRemoved() throws Exception {
        String ruled = "ruled-" + UUID.randomUUID();
        MongoRoomRules rules = new MongoRoomRules(client);
        RoomContent open = new RoomContent("open", List.of(), null, null);
        RoomDocument made = RoomDocument.make(ruled, null, open, "ann", List.of(), 17);
        await(store.put(made));
        assertThat(await(rules.of(ruled))).isEmpty();
        RoomDocument changed = made.with(new RoomContent(null, null, null, null, new RoomRetention(9, 7), false));
        await(store.put(changed));
        assertThat(await(rules.of(ruled))).contains(new Retention(9_000, 7));
        assertThat(await(rules.behind("", 10_000)).rules()).containsEntry(ruled, new Retention(9_000, 7));
        await(store.put(changed.without("r1")));
        assertThat(await(rules.of(ruled))).contains(Retention.FOREVER);
        assertThat(await(rules.behind("", 10_000)).rules()).doesNotContainKey(ruled);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Override
    protected RoomStore store() {
        return store;
    }
}
