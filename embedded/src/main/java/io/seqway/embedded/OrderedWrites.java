package io.seqway.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The rules of MongoDB's bulk writes that mongo-java-server 1.47.0 does not keep by itself. */
final class OrderedWrites {

    private OrderedWrites() {}

    /** Runs an insert or update command; {@code server} answers what mongo-java-server would. */
    static Document run(String command, Document query, Function<Document, Document> server) {
        query.putIfAbsent("ordered", true);
        return command.equals("insert") ? insert(query, server) : update(query, server);
    }

    /** The server counts every document of the command as inserted, those behind an error too. */
    private static Document insert(Document query, Function<Document, Document> server) {
        Document answer = server.apply(query);
        List<Document> errors = documents(answer, "writeErrors");
        if (!errors.isEmpty()) {
            int inserted = isOrdered(query)
                    ? ((Number) errors.get(0).get("index")).intValue()
                    : documents(query, "documents").size() - errors.size();
            answer.put("n", inserted);
        }
        return answer;
    }

    /** The server goes on behind an error, so an ordered command is given to it statement by statement. */
    private static Document update(Document query, Function<Document, Document> server) {
        List<Document> statements = documents(query, "updates");
        if (!isOrdered(query) || statements.size() < 2) {
            return server.apply(query);
        }
        int matched = 0;
        int modified = 0;
        List<Document> upserted = new ArrayList<>();
        List<Document> errors = new ArrayList<>();
        for (int i = 0; i < statements.size() && errors.isEmpty(); i++) {
            Document one = query.clone();
            one.put("updates", List.of(statements.get(i)));
            Document answer = server.apply(one);
            matched += ((Number) answer.get("n")).intValue();
            modified += ((Number) answer.get("nModified")).intValue();
            upserted.addAll(atIndex(i, documents(answer, "upserted")));
            errors.addAll(atIndex(i, documents(answer, "writeErrors")));
        }
        Document answer = new Document("n", matched).append("nModified", modified);
        if (!upserted.isEmpty()) {
            answer.append("upserted", upserted);
        }
        if (!errors.isEmpty()) {
            answer.append("writeErrors", errors);
        }
        return answer.append("ok", 1.0);
    }

    private static boolean isOrdered(Document query) {
        return Boolean.TRUE.equals(query.get("ordered"));
    }

    private static List<Document> atIndex(int index, List<Document> entries) {
        entries.forEach(entry -> entry.put("index", index));
        return entries;
    }

    private static List<Document> documents(Document from, String name) {
        List<Document> documents = new ArrayList<>();
        if (from.get(name) instanceof Iterable<?> entries) {
            entries.forEach(entry -> documents.add((Document) entry));
        }
        return documents;
    }
}
