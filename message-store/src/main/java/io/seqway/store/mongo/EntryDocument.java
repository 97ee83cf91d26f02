package io.seqway.store.mongo;

import io.seqway.protocol.bus.Author;
import io.seqway.store.log.Entry;
import io.seqway.store.log.LogId;
import io.vertx.core.json.JsonObject;

/**
 * An entry as MongoDB keeps it. The body is a string of JSON text and never a nested document: names such as
 * {@code $date} in a user's body would otherwise mean something.
 */
final class EntryDocument {
    static final String ID = "_id";
    static final String KEY = "key";
    static final String TIME = "time";

    private EntryDocument() {}

    static JsonObject of(Entry entry) {
        JsonObject document = new JsonObject()
                .put(ID, entry.id())
                .put(KEY, entry.key())
                .put(TIME, entry.time())
                .put("kind", entry.kind())
                .put("body", entry.body());
        if (entry.author().name() != null) {
            document.put("name", entry.author().name());
        }
        if (entry.author().picture() != null) {
            document.put("picture", entry.author().picture());
        }
        if (entry.replyTo() > 0) {
            document.put("replyTo", entry.replyTo());
        }
        return document;
    }

    static Entry read(JsonObject document) {
        String id = document.getString(ID);
        String key = document.getString(KEY);
        Author author = new Author(LogId.senderOfKey(key), document.getString("name"), document.getString("picture"));
        return new Entry(
                LogId.ofEntryId(id),
                LogId.seqOfEntryId(id),
                author,
                LogId.clientMsgIdOfKey(key),
                document.getLong(TIME),
                document.getString("kind"),
                document.getString("body"),
                document.getLong("replyTo", 0L));
    }
}
