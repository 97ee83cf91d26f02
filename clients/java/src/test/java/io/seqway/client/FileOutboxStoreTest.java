package io.seqway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOutboxStoreTest {
    @TempDir
    Path folder;

    private Vertx vertx;
    private Path path;
    private FileOutboxStore store;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        path = folder.resolve("outbox.jsonl");
        store = FileOutboxStore.at(vertx, path);
    }

    @AfterEach
    void stop() {
        await(store.close());
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private static JsonObject record(int n) {
        return new JsonObject().put("n", n).put("body", "\"Grüße\\n\"");
    }

    /** What a program finds that is started after this one was killed: what is on the disk now. */
    private List<JsonObject> afterACrash() throws Exception {
        Path copy = folder.resolve("copy.jsonl");
        Files.copy(path, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        FileOutboxStore next = FileOutboxStore.at(vertx, copy);
        List<JsonObject> records = await(next.load());
        await(next.close());
        return records;
    }

    @Test
    void whatWasSaidToBeKeptSurvivesACrashInOrder() throws Exception {
        List<Future<Void>> puts = new ArrayList<>();
        for (int n = 0; n < 50; n++) {
            puts.add(store.put("id" + n, record(n)));
        }
        await(Future.all(puts));
        await(store.remove("id7"));
        await(store.put("id3", record(300)));

        List<JsonObject> records = afterACrash();
        assertThat(records).hasSize(49);
        assertThat(records.get(3)).isEqualTo(record(300));
        assertThat(records.get(7)).isEqualTo(record(8));
    }

    @Test
    void aLineThatWasBeingWrittenIsCutOff() throws Exception {
        await(store.put("a", record(1)));
        await(store.close());
        Files.writeString(path, "{\"put\":\"b\",\"reco", StandardOpenOption.APPEND);

        store = FileOutboxStore.at(vertx, path);
        assertThat(await(store.load())).containsExactly(record(1));
        await(store.put("c", record(3)));
        assertThat(afterACrash()).containsExactly(record(1), record(3));
        assertThat(folder.resolve("outbox.jsonl.damaged")).doesNotExist();
    }

    @Test
    void damageCostsTheLineAndTheFileIsKeptAside() throws Exception {
        await(store.put("a", record(1)));
        await(store.close());
        Files.writeString(path, "\0\0\0\n", StandardOpenOption.APPEND);

        store = FileOutboxStore.at(vertx, path);
        await(store.put("b", record(2)));
        assertThat(await(store.load())).containsExactly(record(1), record(2));
        assertThat(folder.resolve("outbox.jsonl.damaged")).exists();
    }

    @Test
    void aSecondClientIsRefused() {
        await(store.load());
        FileOutboxStore second = FileOutboxStore.at(vertx, path);
        assertThatThrownBy(() -> await(second.load())).hasMessageContaining("is in use by another client");
        await(store.close());
        assertThat(await(second.load())).isEmpty();
        await(second.close());
    }

    @Test
    void aFileOfWhichMostIsOfNoUseIsWrittenAnew() throws Exception {
        await(store.put("stays", record(1)));
        String large = "x".repeat(100_000);
        for (int n = 0; n < 30; n++) {
            await(store.put("id" + n, new JsonObject().put("body", large)));
            await(store.remove("id" + n));
        }
        assertThat(Files.size(path)).isLessThan(1_500_000);
        assertThat(afterACrash()).containsExactly(record(1));
        assertThat(Files.readString(path, StandardCharsets.UTF_8)).startsWith("{\"put\":\"stays\"");
    }

    @Test
    void afterCloseNothingIsTaken() {
        await(store.close());
        assertThat(store.put("a", record(1)).failed()).isTrue();
    }
}
