package io.seqway.store.mongo;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.log.Entry;
import io.seqway.store.log.LogId;
import io.seqway.store.log.MessageCount;
import io.seqway.store.log.Stamp;
import io.vertx.core.json.JsonObject;

/**
 * An entry as MongoDB keeps it. The body is a string of JSON text and never a nested document: names such as
 * {@code $date} in a user's body would otherwise mean something.
 */
final class EntryDocument {
    static final String ID = "_id";
    static final String KEY = "key";
    static final String TIME = "time";
    static final String KIND = "kind";
    static final String BODY = "body";
    static final String DELETED = "deleted";
    /** The id of the message that it is about; only such entries have it. */
    static final String TARGET = "target";

    static final String VERSION = "version";
    /** The partition of its room, as long as not all is done that it demands. */
    static final String OUTBOX = "outbox";

    private static final String COUNT = "count";
    private static final String COUNTED_SINCE = "countedSince";

    private EntryDocument() {}

    static JsonObject of(Entry entry) {
        JsonObject document = new JsonObject()
                .put(ID, entry.id())
                .put(KEY, entry.key())
                .put(TIME, entry.time())
                .put(KIND, entry.kind())
                .put(BODY, entry.body());
        if (entry.author().name() != null) {
            document.put("name", entry.author().name());
        }
        if (entry.author().picture() != null) {
            document.put("picture", entry.author().picture());
        }
        if (entry.replyTo() > 0) {
            document.put("replyTo", entry.replyTo());
        }
        if (entry.target() > 0) {
            document.put(TARGET, entry.targetId()).put(VERSION, entry.version());
        }
        if (entry.deleted()) {
            document.put(DELETED, true);
        }
        if (entry.isDemanding()) {
            document.put(OUTBOX, Partitions.of(entry.log().room()));
        }
        if (entry.count() != null) {
            document.put(COUNT, entry.count().messages());
            if (entry.count().since() > 0) {
                document.put(COUNTED_SINCE, entry.count().since());
            }
        }
        return document;
    }

    /** What is read of an entry for its {@link Stamp}. */
    static JsonObject stampFields() {
        return new JsonObject()
                .put(KEY, 1)
                .put(TIME, 1)
                .put(KIND, 1)
                .put(COUNT, 1)
                .put(COUNTED_SINCE, 1);
    }

    static Stamp readStamp(JsonObject document) {
        return new Stamp(
                document.getLong(TIME),
                LogId.senderOfKey(document.getString(KEY)),
                document.getString(KIND),
                count(document));
    }

    /** Entries that a version before has written have none. */
    private static MessageCount count(JsonObject document) {
        Long messages = document.getLong(COUNT);
        return messages == null ? null : new MessageCount(document.getLong(COUNTED_SINCE, 0L), messages);
    }

    static Entry read(JsonObject document) {
        String id = document.getString(ID);
        String key = document.getString(KEY);
        Author author = new Author(LogId.senderOfKey(key), document.getString("name"), document.getString("picture"));
        String target = document.getString(TARGET);
        return new Entry(
                LogId.ofEntryId(id),
                LogId.seqOfEntryId(id),
                author,
                LogId.clientMsgIdOfKey(key),
                document.getLong(TIME),
                document.getString(KIND),
                document.getString(BODY),
                document.getLong("replyTo", 0L),
                target == null ? 0 : LogId.seqOfEntryId(target),
                document.getLong(VERSION, Entry.FIRST_VERSION),
                document.getBoolean(DELETED, false),
                count(document));
    }
}
