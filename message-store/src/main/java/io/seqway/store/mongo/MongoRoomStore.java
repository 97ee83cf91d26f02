package io.seqway.store.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import io.seqway.protocol.frame.RoomRole;
import io.seqway.store.log.LogId;
import io.seqway.store.member.Member;
import io.seqway.store.member.RoomDocument;
import io.seqway.store.member.RoomStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.IndexOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.UpdateOptions;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Rooms and members in two MongoDB collections: a document for each room that was made, and one for each user who was ever
 * a member of one. Who is none any more has no role there, but the seq of the entry that says so, or an older entry that is
 * carried over late would make a member of him again.
 */
public final class MongoRoomStore implements RoomStore {
    static final String ROOMS = "rooms";
    static final String MEMBERS = "members";

    private static final String ID = "_id";
    /** Room and incarnation, so that the members of a room can be found. */
    private static final String LOG = "log";

    private static final String ROLE = "role";
    private static final String SEQ = "seq";
    private static final long TIMEOUT_MS = 8_000;
    /** Sorts directly behind what separates the parts of a name, as no character of an id does. */
    private static final String BEHIND_SEPARATOR = "\"";

    private final MongoClient client;

    public MongoRoomStore(MongoClient client) {
        this.client = client;
    }

    /** Makes the indexes by which members and what is due are found, where they are not there yet. */
    public Future<Void> prepare() {
        return client.createIndexWithOptions(
                        MEMBERS, new JsonObject().put(LOG, 1).put(ID, 1), new IndexOptions().name("members_of_log"))
                .compose(made -> client.createIndexWithOptions(
                        ROOMS,
                        new JsonObject().put(RoomJson.DUE, 1),
                        new IndexOptions().name("due").sparse(true)));
    }

    @Override
    public Future<Map<String, RoomDocument>> byNames(Collection<String> rooms) {
        return find(ROOMS, new JsonObject().put(ID, in(rooms)), new FindOptions())
                .map(documents -> {
                    Map<String, RoomDocument> found = new HashMap<>();
                    documents.stream()
                            .filter(RoomJson::isMade)
                            .forEach(document -> found.put(document.getString(ID), RoomJson.read(document)));
                    return found;
                });
    }

    /** What other versions keep in the document stays, but for a rule that an operator has written of a room before. */
    @Override
    public Future<Boolean> put(RoomDocument document) {
        JsonObject before = new JsonObject().put(ID, document.room());
        if (document.version() == 1) {
            before.put(RoomJson.VERSION, new JsonObject().put("$exists", false));
            UpdateOptions orNew = new UpdateOptions().setUpsert(true);
            return client.updateCollectionWithOptions(ROOMS, before, RoomJson.change(document), orNew)
                    .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                    .map(true)
                    .recover(e -> isTaken(e) ? Future.succeededFuture(false) : Future.failedFuture(e));
        }
        before.put(RoomJson.VERSION, document.version() - 1);
        return client.updateCollection(ROOMS, before, RoomJson.change(document))
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(updated -> updated.getDocMatched() == 1);
    }

    @Override
    public Future<List<RoomDocument>> due(Collection<Integer> partitions, int limit) {
        return find(ROOMS, new JsonObject().put(RoomJson.DUE, in(partitions)), new FindOptions().setLimit(limit))
                .map(documents -> documents.stream().map(RoomJson::read).toList());
    }

    @Override
    public Future<List<RoomDocument>> rooms(String after, int limit) {
        JsonObject there = new JsonObject()
                .put(ID, new JsonObject().put("$gt", after == null ? "" : after))
                .put(RoomJson.VERSION, new JsonObject().put("$exists", true))
                .put(RoomJson.REMOVED, null);
        return find(ROOMS, there, byId(limit))
                .map(documents -> documents.stream().map(RoomJson::read).toList());
    }

    /** The document must be older than the entry; where there is none, it is made. */
    @Override
    public Future<Void> apply(LogId log, Member member) {
        JsonObject older = new JsonObject()
                .put(ID, log.cursorId(member.user()))
                .put(SEQ, new JsonObject().put("$lt", member.seq()));
        JsonObject values = new JsonObject().put(SEQ, member.seq()).put(LOG, log.name());
        JsonObject change = new JsonObject().put("$set", values);
        if (member.role() == null) {
            change.put("$unset", new JsonObject().put(ROLE, ""));
        } else {
            values.put(ROLE, member.role().text());
        }
        return client.updateCollectionWithOptions(MEMBERS, older, change, new UpdateOptions().setUpsert(true))
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                // There is one: it is newer, or was made just now.
                .recover(e -> isTaken(e) ? client.updateCollection(MEMBERS, older, change) : Future.failedFuture(e))
                .mapEmpty();
    }

    @Override
    public Future<List<Member>> membersOf(LogId log, String after, int limit) {
        JsonObject query = new JsonObject().put(LOG, log.name());
        if (after != null) {
            query.put(ID, new JsonObject().put("$gt", log.cursorId(after)));
        }
        return find(MEMBERS, query, byId(limit))
                .map(documents -> documents.stream().map(MongoRoomStore::member).toList());
    }

    @Override
    public Future<List<String>> roomsOf(String user, String after, int limit) {
        return roomsOf(user, after, limit, new TreeSet<>());
    }

    /** By the range of the names, which begin with the user. A room that was made anew has several. */
    private Future<List<String>> roomsOf(String user, String after, int limit, TreeSet<String> rooms) {
        String from = LogId.cursorsOf(user);
        JsonObject range = new JsonObject()
                .put("$gt", after == null ? from : from + after + BEHIND_SEPARATOR)
                .put("$lt", user + BEHIND_SEPARATOR);
        JsonObject present = new JsonObject().put(ID, range).put(ROLE, new JsonObject().put("$exists", true));
        return find(MEMBERS, present, byId(limit)).compose(documents -> {
            documents.forEach(document -> rooms.add(LogId.roomOfCursorId(document.getString(ID))));
            return documents.size() < limit || rooms.size() >= limit
                    ? Future.succeededFuture(rooms.stream().limit(limit).toList())
                    : roomsOf(user, rooms.last(), limit, rooms);
        });
    }

    @Override
    public Future<Void> removeMembers(LogId log) {
        return client.removeDocuments(MEMBERS, new JsonObject().put(LOG, log.name()))
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .mapEmpty();
    }

    private Future<List<JsonObject>> find(String collection, JsonObject query, FindOptions options) {
        return client.findWithOptions(collection, query, options).timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    private static FindOptions byId(int limit) {
        return new FindOptions().setSort(new JsonObject().put(ID, 1)).setLimit(limit);
    }

    private static JsonObject in(Collection<?> values) {
        return new JsonObject().put("$in", new JsonArray(List.copyOf(values)));
    }

    private static boolean isTaken(Throwable e) {
        return e instanceof MongoWriteException write && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
    }

    private static Member member(JsonObject document) {
        String role = document.getString(ROLE);
        return new Member(
                LogId.userOfCursorId(document.getString(ID)),
                role == null ? null : RoomRole.of(role).orElse(RoomRole.MEMBER),
                document.getLong(SEQ));
    }
}
