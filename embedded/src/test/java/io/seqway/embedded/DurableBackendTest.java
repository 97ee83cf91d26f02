package io.seqway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableBackendTest {

    @TempDir
    Path folder;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private MVStore store;
    private DurableBackend backend;

    @BeforeEach
    void open() {
        store = DataFile.open(folder);
        backend = new DurableBackend(store);
    }

    @AfterEach
    void close() {
        backend.close();
        channel.close();
    }

    @Test
    void hasNothingUncommittedOnceACommandIsAnswered() {
        backend.handleCommand(channel, "test", "insert", insert("a", "b"));
        assertThat(store.hasUnsavedChanges()).isFalse();

        Document refused = backend.handleCommand(channel, "test", "insert", insert("c", "a", "d"));
        assertThat(refused.get("n")).isEqualTo(1);
        assertThat(store.hasUnsavedChanges()).isFalse();
    }

    @Test
    void aReadIsNoCommit() {
        backend.handleCommand(channel, "test", "insert", insert("a"));
        long version = store.getCurrentVersion();

        backend.handleCommand(channel, "test", "find", new Document("find", "log"));

        assertThat(store.getCurrentVersion()).isEqualTo(version);
    }

    @Test
    void listsOfIdsAndOfUniqueKeysAreLookedUpInAnIndex() {
        backend.handleCommand(
                channel,
                "test",
                "createIndexes",
                new Document("createIndexes", "log")
                        .append(
                                "indexes",
                                List.of(new Document("name", "key_1")
                                        .append("key", new Document("key", 1))
                                        .append("unique", true))));

        assertThat(indexFor(in("_id"))).isEqualTo("_id_");
        assertThat(indexFor(in("key"))).isEqualTo("key_1");
        assertThat(indexFor(new Document("_id", new Document("$gt", "a")))).isEqualTo("none");
    }

    @Test
    void answersNobodyOnceTheFileCannotBeWritten() {
        backend.handleCommand(channel, "test", "insert", insert("a"));
        store.closeImmediately();

        assertThatThrownBy(() -> backend.handleCommand(channel, "test", "insert", insert("b")))
                .isInstanceOf(MongoServerException.class)
                .hasMessageContaining("has stopped");

        assertThat(channel.isOpen()).isFalse();
        EmbeddedChannel another = new EmbeddedChannel();
        assertThatThrownBy(() -> backend.handleCommand(another, "test", "find", new Document("find", "log")))
                .hasMessageContaining("has stopped");
        assertThat(another.isOpen()).isFalse();
    }

    private String indexFor(Document query) {
        return backend.resolveDatabase("test").resolveCollection("log", true).getIndexes().stream()
                .filter(index -> index.canHandle(query))
                .map(index -> index.getName())
                .findFirst()
                .orElse("none");
    }

    private static Document in(String field) {
        return new Document(field, new Document("$in", List.of("a", "b")));
    }

    private static Document insert(String... ids) {
        List<Document> documents =
                List.of(ids).stream().map(id -> new Document(Map.of("_id", id))).toList();
        return new Document("insert", "log").append("documents", documents);
    }
}
