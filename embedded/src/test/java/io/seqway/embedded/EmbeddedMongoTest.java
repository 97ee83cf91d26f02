package io.seqway.embedded;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMongoTest {

    private static final int DUPLICATE_KEY = 11000;

    @TempDir
    Path folder;

    @Test
    void keepsDocumentsAndTheUniqueIndexOverARestart() {
        withLog(folder, log -> log.insertOne(entry("a", "k1")));

        withLog(folder, log -> {
            assertThat(log.find().into(new ArrayList<>())).containsExactly(entry("a", "k1"));
            assertThatThrownBy(() -> log.insertOne(entry("b", "k1")))
                    .isInstanceOfSatisfying(MongoWriteException.class, e -> {
                        assertThat(e.getError().getCode()).isEqualTo(DUPLICATE_KEY);
                        assertThat(e.getError().getMessage()).contains("index: key_1");
                    });
        });
    }

    @Test
    void whatItMakesIsForItsOwnerOnly() throws IOException {
        Path made = folder.resolve("data");
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");

        withLog(made, log -> log.insertOne(entry("a", "k1")));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.resolve(DataFile.NAME))))
                .isEqualTo("rw-------");
    }

    @Test
    void forgetsEverythingWithoutAFolder() {
        withLog(null, log -> log.insertOne(entry("a", "k1")));

        withLog(null, log -> assertThat(log.countDocuments()).isZero());
    }

    @Test
    void anOrderedBulkStopsAtTheFirstViolationAndSaysWhere() {
        withLog(folder, log -> {
            log.insertOne(entry("taken", "k3"));

            MongoBulkWriteException refused = catchThrowableOfType(
                    MongoBulkWriteException.class,
                    () -> log.insertMany(
                            List.of(entry("a", "k1"), entry("b", "k2"), entry("c", "k3"), entry("d", "k4"))));

            assertThat(refused.getWriteErrors()).singleElement().satisfies(error -> {
                assertThat(error.getIndex()).isEqualTo(2);
                assertThat(error.getCode()).isEqualTo(DUPLICATE_KEY);
            });
            assertThat(refused.getWriteResult().getInsertedCount()).isEqualTo(2);
            assertThat(ids(log)).containsExactly("a", "b", "taken");
        });
    }

    @Test
    void anUnorderedBulkStoresAllThatItCan() {
        withLog(folder, log -> {
            MongoBulkWriteException refused = catchThrowableOfType(
                    MongoBulkWriteException.class,
                    () -> log.insertMany(
                            List.of(entry("a", "k1"), entry("a", "k2"), entry("b", "k1"), entry("c", "k3")),
                            new InsertManyOptions().ordered(false)));

            assertThat(refused.getWriteErrors())
                    .extracting(BulkWriteError::getIndex)
                    .containsExactly(1, 2);
            assertThat(refused.getWriteResult().getInsertedCount()).isEqualTo(2);
            assertThat(ids(log)).containsExactly("a", "c");
        });
    }

    @Test
    void orderedUpdatesStopAtTheFirstViolation() {
        withLog(folder, log -> {
            log.insertMany(List.of(entry("a", "k1"), entry("b", "k2")));

            MongoBulkWriteException refused = catchThrowableOfType(
                    MongoBulkWriteException.class,
                    () -> log.bulkWrite(List.of(
                            new UpdateOneModel<>(eq("a"), Updates.set("key", "k0")),
                            new UpdateOneModel<>(eq("a"), Updates.set("key", "k2")),
                            new UpdateOneModel<>(eq("b"), Updates.set("key", "k9")))));

            assertThat(refused.getWriteErrors())
                    .extracting(BulkWriteError::getIndex)
                    .containsExactly(1);
            assertThat(refused.getWriteResult().getModifiedCount()).isEqualTo(1);
            assertThat(log.find(in("key", "k0", "k2")).into(new ArrayList<>())).hasSize(2);
        });
    }

    @Test
    void findsByListsOfIdsAndOfUniqueKeys() {
        withLog(folder, log -> {
            log.insertMany(List.of(entry("a", "k1"), entry("b", "k2"), entry("c", "k3")));

            assertThat(log.find(in("_id", "a", "c", "absent")).into(new ArrayList<>()))
                    .containsExactly(entry("a", "k1"), entry("c", "k3"));
            assertThat(log.find(in("key", "k2", "absent")).into(new ArrayList<>()))
                    .containsExactly(entry("b", "k2"));
        });
    }

    @Test
    void refusesAFolderThatIsInUse() {
        try (EmbeddedMongo first = EmbeddedMongo.start(folder)) {
            assertThat(first.uri()).startsWith("mongodb://127.0.0.1:");
            assertThatThrownBy(() -> EmbeddedMongo.start(folder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Data folder " + folder
                            + " is in use by another process: stop that one, or choose another folder");
        }
        EmbeddedMongo.start(folder).close();
    }

    @Test
    void refusesAFileInPlaceOfTheFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> EmbeddedMongo.start(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Data folder " + file + " cannot be used: it is not a folder");
    }

    @Test
    void refusesAFolderThatCannotBeCreated() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> EmbeddedMongo.start(file.resolve("data")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Data folder " + file.resolve("data") + " cannot be created: ");
    }

    @Test
    void refusesADamagedFile() throws IOException {
        Files.writeString(folder.resolve(DataFile.NAME), "not a store ".repeat(1000));

        assertThatThrownBy(() -> EmbeddedMongo.start(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Data folder " + folder + " holds a damaged file, mongo.h2: ");
    }

    private static Document entry(String id, String key) {
        return new Document("_id", id).append("key", key);
    }

    private static List<String> ids(MongoCollection<Document> log) {
        return log.find().map(document -> document.getString("_id")).into(new ArrayList<>());
    }

    private static void withLog(Path folder, Consumer<MongoCollection<Document>> work) {
        try (EmbeddedMongo mongo = EmbeddedMongo.start(folder);
                MongoClient client = MongoClients.create(mongo.uri())) {
            MongoCollection<Document> log = client.getDatabase("test").getCollection("log");
            log.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true));
            work.accept(log);
        }
    }
}
