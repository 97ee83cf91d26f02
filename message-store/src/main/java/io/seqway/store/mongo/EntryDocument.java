package io.seqway.store.mongo;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.log.DamagedEntry;
import io.seqway.store.log.Entry;
import io.seqway.store.log.FirstEntry;
import io.seqway.store.log.LogId;
import io.seqway.store.log.MessageCount;
import io.seqway.store.log.Stamp;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

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

    /** @throws StoredFields.WrongFieldException if the document is none of an entry */
    static Stamp readStamp(JsonObject document) {
        StoredFields fields = new StoredFields(document);
        return new Stamp(fields.number(TIME), fields.named(KEY, LogId::senderOfKey), fields.text(KIND), count(fields));
    }

    /** Entries that a version before has written have none. */
    private static MessageCount count(StoredFields fields) {
        return fields.document().getValue(COUNT) == null
                ? null
                : new MessageCount(fields.number(COUNTED_SINCE, 0), fields.number(COUNT));
    }

    /**
     * The first entry of a room; its time may be wrong, which is met again when the entry itself is read.
     *
     * @throws StoredFields.WrongFieldException if its name is none of an entry
     */
    static FirstEntry readFirst(JsonObject document) {
        StoredFields fields = new StoredFields(document);
        long time = document.getValue(TIME) instanceof Number number ? number.longValue() : 0;
        return new FirstEntry(fields.named(ID, LogId::ofEntryId), fields.named(ID, LogId::seqOfEntryId), time);
    }

    /** @throws StoredFields.WrongFieldException if the document is none of an entry */
    static Entry read(JsonObject document) {
        StoredFields fields = new StoredFields(document);
        Author author = new Author(
                fields.named(KEY, LogId::senderOfKey), fields.optionalText("name"), fields.optionalText("picture"));
        return new Entry(
                fields.named(ID, LogId::ofEntryId),
                fields.named(ID, LogId::seqOfEntryId),
                author,
                fields.named(KEY, LogId::clientMsgIdOfKey),
                fields.number(TIME),
                fields.text(KIND),
                body(fields),
                fields.number("replyTo", 0),
                document.getValue(TARGET) == null ? 0 : fields.named(TARGET, LogId::seqOfEntryId),
                fields.number(VERSION, Entry.FIRST_VERSION),
                fields.flag(DELETED),
                count(fields));
    }

    /** Every entry has one: of what says nothing, or was deleted, it is the text {@code null}. */
    private static String body(StoredFields fields) {
        String body = fields.text(BODY);
        if (!BodyText.isJson(body)) {
            throw new StoredFields.WrongFieldException(BODY + " must be the text of one JSON value, and is none");
        }
        return body;
    }

    /** A document that cannot be read; its names say whose it is. */
    static DamagedEntry damaged(JsonObject document, String fault) {
        List<String> rooms = Stream.of(ID, KEY, TARGET)
                .map(document::getValue)
                .filter(String.class::isInstance)
                .map(name -> LogId.roomOf((String) name))
                .distinct()
                .toList();
        String key = document.getValue(KEY) instanceof String text ? text : null;
        return new DamagedEntry(rooms, String.valueOf(document.getValue(ID)), key, fault);
    }
}
