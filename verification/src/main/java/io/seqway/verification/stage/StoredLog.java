package io.seqway.verification.stage;

import com.mongodb.ReadConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.seqway.verification.history.LogEntry;
import io.seqway.verification.history.Message;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** The log as it lies in MongoDB, read past all nodes: docs/architecture.md says how. */
public final class StoredLog implements AutoCloseable {
    private static final String SEPARATOR = "!";
    /** What follows on {@link #SEPARATOR}. */
    private static final String BEHIND = "\"";

    private final MongoClient client;
    private final MongoCollection<Document> log;

    StoredLog(String uri, String database) {
        client = MongoClients.create(uri);
        log = client.getDatabase(database).getCollection("log").withReadConcern(ReadConcern.MAJORITY);
    }

    /** All entries of a room, by their places. */
    public List<LogEntry> of(String room) {
        List<LogEntry> entries = new ArrayList<>();
        log.find(Filters.and(Filters.gt("_id", room + SEPARATOR), Filters.lt("_id", room + BEHIND)))
                .sort(Sorts.ascending("_id"))
                .forEach(document -> entries.add(entry(document)));
        return entries;
    }

    private static LogEntry entry(Document document) {
        String[] place = document.getString("_id").split(SEPARATOR);
        String[] key = document.getString("key").split(SEPARATOR);
        Message message = new Message(place[0], key[2], key[3], Message.hash(document.getString("body")));
        return new LogEntry("", Long.parseLong(place[2]), message);
    }

    @Override
    public void close() {
        client.close();
    }
}
