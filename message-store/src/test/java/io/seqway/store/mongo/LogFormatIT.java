package io.seqway.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seqway.store.StoreOptions;
import io.seqway.testing.TestMongo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A database of an older version becomes one of this version, and one of a newer version is left alone. */
@ExtendWith(VertxExtension.class)
class LogFormatIT {
    private final String database = TestMongo.freshDatabase();
    private final List<String> taken = new ArrayList<>();
    private MongoClient client;

    @BeforeEach
    void ofTheFirstFormat(Vertx vertx) throws TimeoutException {
        client = MongoConnection.open(vertx, new StoreOptions(TestMongo.uri(), database, true));
        await(new LogSchema(client, database, new LogFormat(List.of())).prepare());
    }

    @AfterEach
    void disconnect() throws TimeoutException {
        await(client.close());
    }

    @Test
    void eachStepIsTakenOnceAndInOrder() throws TimeoutException {
        LogFormat third = new LogFormat(List.of(step("1 to 2"), step("2 to 3")));
        String token = await(new LogSchema(client, database, third).prepare());
        assertThat(taken).containsExactly("1 to 2", "2 to 3");
        assertThat(format()).isEqualTo(3);

        assertThat(await(new LogSchema(client, database, third).prepare()))
                .as("the epoch of all rooms stays")
                .isEqualTo(token);
        assertThat(taken).hasSize(2);
    }

    @Test
    void aStepThatFailsIsTakenAgainAtTheNextStart() throws TimeoutException {
        LogFormat broken = new LogFormat(List.of(step("1 to 2"), any -> Future.failedFuture("the disk is full")));
        assertThatThrownBy(() -> await(new LogSchema(client, database, broken).prepare()))
                .hasMessage("the disk is full");
        assertThat(format()).isEqualTo(2);

        await(new LogSchema(client, database, new LogFormat(List.of(step("1 to 2"), step("2 to 3")))).prepare());
        assertThat(taken).containsExactly("1 to 2", "2 to 3");
    }

    @Test
    void twoNodesThatStartAtOnceMeetAtTheSameFormat() throws TimeoutException {
        LogFormat second = new LogFormat(List.of(step("1 to 2")));
        await(Future.all(
                new LogSchema(client, database, second).prepare(), new LogSchema(client, database, second).prepare()));
        assertThat(format()).isEqualTo(2);
    }

    @Test
    void aNewerFormatIsRefusedAndNotTouched() throws TimeoutException {
        await(new LogSchema(client, database, new LogFormat(List.of(step("1 to 2")))).prepare());
        assertThatThrownBy(() -> await(new LogSchema(client, database, new LogFormat(List.of())).prepare()))
                .hasMessageStartingWith("the database has format 2, this version knows format 1: start a version");
        assertThat(format()).isEqualTo(2);
    }

    private LogFormat.Step step(String name) {
        return any -> {
            taken.add(name);
            return Future.succeededFuture();
        };
    }

    private int format() throws TimeoutException {
        return await(client.findOne(LogSchema.META, new JsonObject(), null)).getInteger("format");
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(20, TimeUnit.SECONDS);
    }
}
