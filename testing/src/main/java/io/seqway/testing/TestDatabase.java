package io.seqway.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/**
 * One database of {@link TestMongo}, past the server: to change what a test needs changed there, and to see MongoDB's own
 * record of what was done. Commands and documents are JSON.
 */
public final class TestDatabase implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RECORD = "system.profile";

    private final MongoClient client = MongoClients.create(TestMongo.uri());
    private final MongoDatabase database;
    private boolean recording;

    public TestDatabase(String name) {
        database = client.getDatabase(name);
    }

    /** Runs a command and returns its answer. */
    public JsonNode run(String command) {
        return json(database.runCommand(Document.parse(command)));
    }

    /** How many documents a collection has. */
    public long count(String collection) {
        return database.getCollection(collection).countDocuments();
    }

    /** Lets MongoDB keep a record, of 64 MiB at most, of everything that is done here from now on. */
    public void record() {
        run("{create: '" + RECORD + "', capped: true, size: 67108864}");
        run("{profile: 2}");
        recording = true;
    }

    /** What was done since, oldest first, as MongoDB's profiler describes it; without what reads this. */
    public List<JsonNode> recorded() {
        Document others = new Document("ns", new Document("$ne", database.getName() + "." + RECORD));
        List<JsonNode> operations = new ArrayList<>();
        database.getCollection(RECORD)
                .find(others)
                .sort(new Document("$natural", 1))
                .forEach(operation -> operations.add(json(operation)));
        return operations;
    }

    private static JsonNode json(Document document) {
        try {
            return JSON.readTree(document.toJson());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (recording) {
            run("{profile: 0}");
        }
        client.close();
    }
}
