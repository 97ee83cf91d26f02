package io.seqway.embedded;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.bson.Document;

/** A process that writes into an embedded MongoDB until it is killed, and prints what was acknowledged. */
final class LogWriter {

    static final int WRITERS = 3;

    private LogWriter() {}

    /** Arguments: the data folder, and a name for this run. Prints {@code insert <id>} and {@code update <id> <n>}. */
    public static void main(String[] args) {
        EmbeddedMongo mongo = EmbeddedMongo.start(Path.of(args[0]));
        MongoClient client = MongoClients.create(mongo.uri());
        MongoCollection<Document> log = log(client);
        log.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true));
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        for (int writer = 0; writer < WRITERS; writer++) {
            String name = args[1] + "-" + writer;
            writers.execute(() -> write(log, name));
        }
    }

    static MongoCollection<Document> log(MongoClient client) {
        return client.getDatabase("test").getCollection("log");
    }

    private static void write(MongoCollection<Document> log, String name) {
        for (int batch = 0; ; batch++) {
            int first = batch * 10;
            List<Document> entries = IntStream.range(first, first + 10)
                    .mapToObj(n -> entry(name + "-" + n))
                    .toList();
            log.insertMany(entries);
            print(entries);
            String counter = name + "-counter";
            log.updateOne(
                    eq(counter),
                    Updates.combine(Updates.set("n", batch), Updates.setOnInsert("key", "key of " + counter)),
                    new UpdateOptions().upsert(true));
            System.out.println("update " + counter + " " + batch);
        }
    }

    private static void print(List<Document> entries) {
        entries.forEach(entry -> System.out.println("insert " + entry.getString("_id")));
    }

    private static Document entry(String id) {
        return new Document("_id", id).append("key", "key of " + id).append("body", "x".repeat(100));
    }
}
