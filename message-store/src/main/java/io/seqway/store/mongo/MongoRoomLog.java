package io.seqway.store.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import io.seqway.protocol.Limits;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.frame.Message;
import io.seqway.store.log.AppendResult;
import io.seqway.store.log.Entry;
import io.seqway.store.log.FirstEntry;
import io.seqway.store.log.Floor;
import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.seqway.store.log.Stamp;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.BulkWriteOptions;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.MongoClientDeleteResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The logs in one MongoDB collection, one document per entry. */
public final class MongoRoomLog implements RoomLog {
    private static final String COLLECTION = LogCollection.NAME;

    private static final String LAST = "last";
    private static final int DUPLICATE_KEY = 11000;
    /** Errors of a document itself: bad value, validation, document or key too large. All others may pass. */
    private static final Set<Integer> BAD_DOCUMENT = Set.of(2, 121, 10334, 17280, 17419, 17420);

    /** What a body may have in UTF-8, so that its document is below MongoDB's 16 MiB. */
    private static final int MAX_BODY_BYTES = 16 * 1024 * 1024 - 64 * 1024;

    private static final int MAX_BYTES_OF_CHAR = 3;
    private static final TimeLimit LIMIT = new TimeLimit(8_000);

    private final MongoClient client;
    private final MongoFloors floors;
    private final EntryDecoder decoder;

    public MongoRoomLog(MongoClient client) {
        this(client, new DamageReports());
    }

    /** @param reports gets the documents that cannot be read */
    MongoRoomLog(MongoClient client, DamageReports reports) {
        this.client = client;
        this.decoder = new EntryDecoder(reports);
        this.floors = new MongoFloors(client);
    }

    /** The driver does not even send a document that is too large, and would not say which one it was. */
    @Override
    public Future<AppendResult> append(List<Entry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            if (isTooLarge(entries.get(i))) {
                AppendResult rejected = new AppendResult.Rejected(i, "larger than a document of MongoDB may be");
                return i == 0
                        ? Future.succeededFuture(rejected)
                        : write(entries.subList(0, i))
                                .map(result -> result instanceof AppendResult.Stored ? rejected : result);
            }
        }
        return write(entries);
    }

    private static boolean isTooLarge(Entry entry) {
        String body = entry.body();
        return body.length() > MAX_BODY_BYTES / MAX_BYTES_OF_CHAR
                && body.getBytes(StandardCharsets.UTF_8).length > MAX_BODY_BYTES;
    }

    private Future<AppendResult> write(List<Entry> entries) {
        List<BulkOperation> inserts = entries.stream()
                .map(entry -> BulkOperation.createInsert(EntryDocument.of(entry)))
                .toList();
        // The write concern is the client's: majority, journaled.
        return LIMIT.on(client.bulkWriteWithOptions(COLLECTION, inserts, new BulkWriteOptions(true)))
                .transform(written -> Future.succeededFuture(
                        written.succeeded() ? new AppendResult.Stored() : classify(written.cause())));
    }

    @Override
    public Future<Map<String, Entry>> byIds(Collection<String> ids) {
        return find(EntryDocument.ID, ids).map(entries -> {
            Map<String, Entry> byId = new HashMap<>();
            entries.forEach(entry -> byId.put(entry.id(), entry));
            return byId;
        });
    }

    @Override
    public Future<Map<String, Entry>> byKeys(Collection<String> keys) {
        return find(EntryDocument.KEY, keys).map(entries -> {
            Map<String, Entry> byKey = new HashMap<>();
            entries.forEach(entry -> byKey.put(entry.key(), entry));
            return byKey;
        });
    }

    @Override
    public Future<Map<String, Stamp>> stamps(Collection<String> ids) {
        FindOptions noBodies = new FindOptions().setFields(EntryDocument.stampFields());
        return LIMIT.on(client.findWithOptions(COLLECTION, in(EntryDocument.ID, ids), noBodies))
                .map(documents -> {
                    Map<String, Stamp> stamps = new HashMap<>();
                    decoder.all(
                            documents,
                            document -> stamps.put(
                                    document.getString(EntryDocument.ID), EntryDocument.readStamp(document)));
                    return stamps;
                });
    }

    @Override
    public Future<Map<String, Entry>> lastChanges(Collection<String> ids) {
        JsonArray lastOfEach = new JsonArray()
                .add(new JsonObject().put("$match", in(EntryDocument.TARGET, ids)))
                .add(new JsonObject()
                        .put(
                                "$sort",
                                new JsonObject().put(EntryDocument.TARGET, 1).put(EntryDocument.VERSION, -1)))
                .add(new JsonObject()
                        .put(
                                "$group",
                                new JsonObject()
                                        .put("_id", "$" + EntryDocument.TARGET)
                                        .put(LAST, new JsonObject().put("$first", "$$ROOT"))));
        return LIMIT.on(client.aggregate(COLLECTION, lastOfEach)
                        .collect(Collectors.mapping(group -> group.getJsonObject(LAST), Collectors.toList())))
                .map(documents -> {
                    Map<String, Entry> changes = new HashMap<>();
                    decoder.all(
                            documents,
                            document -> changes.put(
                                    document.getString(EntryDocument.TARGET), EntryDocument.read(document)));
                    return changes;
                });
    }

    /** The edits first: as long as the target has its body, nobody takes the deletion for done. */
    @Override
    public Future<Void> redact(Entry deletion) {
        JsonObject bare = new JsonObject()
                .put(
                        "$set",
                        new JsonObject()
                                .put(EntryDocument.BODY, Message.NO_BODY)
                                .put(EntryDocument.DELETED, true));
        List<BulkOperation> updates = new ArrayList<>();
        if (deletion.version() > Entry.FIRST_VERSION + 1) {
            JsonObject edits = new JsonObject()
                    .put(EntryDocument.TARGET, deletion.targetId())
                    .put(EntryDocument.KIND, Message.KIND_EDIT);
            updates.add(BulkOperation.createUpdate(edits, bare, false, true));
        }
        updates.add(BulkOperation.createUpdate(new JsonObject().put(EntryDocument.ID, deletion.targetId()), bare));
        return update(updates);
    }

    @Override
    public Future<Void> settled(Entry entry) {
        JsonObject done = new JsonObject().put("$unset", new JsonObject().put(EntryDocument.OUTBOX, ""));
        return update(List.of(BulkOperation.createUpdate(new JsonObject().put(EntryDocument.ID, entry.id()), done)));
    }

    private Future<Void> update(List<BulkOperation> updates) {
        return LIMIT.on(client.bulkWriteWithOptions(COLLECTION, updates, new BulkWriteOptions(true)))
                .mapEmpty();
    }

    @Override
    public Future<List<Entry>> outbox(Collection<Integer> partitions, int limit) {
        JsonObject flagged = new JsonObject()
                .put(EntryDocument.OUTBOX, new JsonObject().put("$in", new JsonArray(List.copyOf(partitions))));
        return LIMIT.on(client.findWithOptions(COLLECTION, flagged, new FindOptions().setLimit(limit)))
                .map(documents -> decoder.all(documents, EntryDocument::read));
    }

    /** By the index of the outbox, whatever else the server would choose: the ids of a room may be very many. */
    @Override
    public Future<List<Entry>> unsettledMembers(LogId log) {
        JsonObject flagged = new JsonObject()
                .put(EntryDocument.OUTBOX, Partitions.of(log.room()))
                .put(EntryDocument.KIND, Message.KIND_MEMBER)
                .put(
                        EntryDocument.ID,
                        new JsonObject().put("$gte", log.entryId(0)).put("$lte", log.entryId(Limits.MAX_SEQ)));
        return LIMIT.on(client.findWithOptions(
                        COLLECTION, flagged, new FindOptions().setHint(new JsonObject().put(EntryDocument.OUTBOX, 1))))
                .map(documents -> decoder.all(documents, EntryDocument::read));
    }

    @Override
    public Future<Map<String, Floor>> floors(Collection<String> names) {
        return floors.read(names);
    }

    @Override
    public Future<Void> raise(LogId id, Floor floor) {
        return floors.raise(id, floor);
    }

    @Override
    public Future<Void> removeFloor(LogId id) {
        return floors.remove(id);
    }

    /** By exact ids, as all that is asked of the log. */
    @Override
    public Future<Long> remove(LogId id, long after, long upTo) {
        List<String> ids =
                LongStream.rangeClosed(after + 1, upTo).mapToObj(id::entryId).toList();
        return LIMIT.on(client.removeDocuments(COLLECTION, in(EntryDocument.ID, ids)))
                .map(MongoClientDeleteResult::getRemovedCount);
    }

    /** The one range that is asked for: one key of the index, wherever the room stands in it. */
    @Override
    public Future<Optional<FirstEntry>> behind(String room) {
        JsonObject behind = new JsonObject()
                .put(EntryDocument.ID, new JsonObject().put("$gt", room.isEmpty() ? "" : LogId.behindEntriesOf(room)));
        FindOptions first = new FindOptions()
                .setFields(new JsonObject().put(EntryDocument.TIME, 1))
                .setSort(new JsonObject().put(EntryDocument.ID, 1))
                .setLimit(1);
        return LIMIT.on(client.findWithOptions(COLLECTION, behind, first))
                .map(found ->
                        decoder.all(found, EntryDocument::readFirst).stream().findFirst());
    }

    private Future<List<Entry>> find(String name, Collection<String> values) {
        return LIMIT.on(client.find(COLLECTION, in(name, values)))
                .map(documents -> decoder.all(documents, EntryDocument::read));
    }

    private static JsonObject in(String name, Collection<String> values) {
        return new JsonObject().put(name, new JsonObject().put("$in", new JsonArray(List.copyOf(values))));
    }

    /** What a failed write means. Only the errors of single entries that come alone say how far it came. */
    static AppendResult classify(Throwable cause) {
        if (!(cause instanceof MongoBulkWriteException bulk)
                || bulk.getWriteConcernError() != null
                || bulk.getWriteErrors().isEmpty()) {
            return new AppendResult.Unknown(cause);
        }
        BulkWriteError error = bulk.getWriteErrors().get(0);
        if (error.getCode() == DUPLICATE_KEY) {
            return new AppendResult.Collided(error.getIndex());
        }
        if (BAD_DOCUMENT.contains(error.getCode())) {
            return new AppendResult.Rejected(error.getIndex(), error.getMessage());
        }
        return new AppendResult.Unknown(cause);
    }
}
