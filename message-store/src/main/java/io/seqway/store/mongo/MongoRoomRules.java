package io.seqway.store.mongo;

import io.seqway.store.retention.Retention;
import io.seqway.store.retention.RoomRules;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.BulkWriteOptions;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in the documents of rooms: {@code retention: {maxAgeSeconds, maxEntries}}, of which either may be absent. An empty
 * one keeps all, and so does one that is no rule. The walk is remembered beside the format of the log.
 */
public final class MongoRoomRules implements RoomRules {
    private static final String ROOMS = MongoRoomStore.ROOMS;
    private static final String ID = "_id";
    private static final String RETENTION = RoomJson.RETENTION;
    private static final String MAX_AGE_SECONDS = RoomJson.MAX_AGE_SECONDS;
    private static final String MAX_ENTRIES = RoomJson.MAX_ENTRIES;
    private static final String WALK = "retention";
    private static final String ROOM = "room";
    private static final long TIMEOUT_MS = 8_000;
    private static final Logger LOG = LoggerFactory.getLogger(MongoRoomRules.class);

    private final MongoClient client;

    public MongoRoomRules(MongoClient client) {
        this.client = client;
    }

    @Override
    public Future<Optional<Retention>> of(String room) {
        return client.findOne(ROOMS, new JsonObject().put(ID, room), fields())
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(document -> document == null
                        ? Optional.empty()
                        : isRemoved(document) ? Optional.of(Retention.FOREVER) : rule(document));
    }

    @Override
    public Future<Some> behind(String room, int limit) {
        FindOptions next = new FindOptions()
                .setFields(fields())
                .setSort(new JsonObject().put(ID, 1))
                .setLimit(limit);
        return client.findWithOptions(ROOMS, new JsonObject().put(ID, new JsonObject().put("$gt", room)), next)
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(documents -> {
                    Map<String, Retention> rules = new HashMap<>();
                    documents.stream().filter(document -> !isRemoved(document)).forEach(document -> rule(document)
                            .ifPresent(rule -> rules.put(document.getString(ID), rule)));
                    boolean more = documents.size() == limit;
                    return new Some(rules, more ? documents.get(limit - 1).getString(ID) : null);
                });
    }

    @Override
    public Future<String> position() {
        return client.findOne(LogSchema.META, new JsonObject().put(ID, WALK), null)
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .map(walk -> walk == null ? "" : walk.getString(ROOM, ""));
    }

    @Override
    public Future<Void> keep(String position) {
        BulkOperation kept = BulkOperation.createUpdate(
                new JsonObject().put(ID, WALK),
                new JsonObject().put("$set", new JsonObject().put(ROOM, position)),
                true,
                false);
        return client.bulkWriteWithOptions(LogSchema.META, List.of(kept), new BulkWriteOptions(true))
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .mapEmpty();
    }

    private static JsonObject fields() {
        return new JsonObject().put(RETENTION, 1).put(RoomJson.REMOVED, 1);
    }

    private static boolean isRemoved(JsonObject room) {
        return room.getValue(RoomJson.REMOVED) != null;
    }

    /** The rule in the document of a room; empty if it has none. */
    static Optional<Retention> rule(JsonObject room) {
        Object retention = room.getValue(RETENTION);
        if (retention == null) {
            return Optional.empty();
        }
        if (retention instanceof JsonObject members) {
            long seconds = positive(members.getValue(MAX_AGE_SECONDS, 0));
            long entries = positive(members.getValue(MAX_ENTRIES, 0));
            if (seconds >= 0 && entries >= 0) {
                return Optional.of(new Retention(TimeUnit.SECONDS.toMillis(seconds), entries));
            }
        }
        LOG.warn("room {}: its retention is no rule, so all of it is kept: {}", room.getString(ID), retention);
        return Optional.of(Retention.FOREVER);
    }

    /** The number, or -1 if it is none or below 0. */
    private static long positive(Object value) {
        if (value == null) {
            return 0;
        }
        return value instanceof Number number && number.longValue() >= 0 ? number.longValue() : -1;
    }
}
