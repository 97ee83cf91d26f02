package io.seqway.store.mongo;

import io.seqway.protocol.bus.RoomMessage.RoomMember;
import io.seqway.protocol.bus.RoomMessage.RoomRetention;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.member.RoomDocument;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The document of a room as MongoDB keeps it. What users say in it is text, and no part of the document. */
final class RoomJson {
    static final String VERSION = "version";
    static final String REMOVED = "removed";
    /** The partition of the room, as long as something is to be done for it. */
    static final String DUE = "due";

    static final String RETENTION = "retention";
    static final String MAX_AGE_SECONDS = "maxAgeSeconds";
    static final String MAX_ENTRIES = "maxEntries";

    private static final String INCARNATION = "incarnation";
    private static final String ACCESS = "access";
    private static final String TITLE = "title";
    private static final String METADATA = "metadata";
    private static final String CREATOR = "creator";
    private static final String MADE = "made";
    private static final String CREATED_AT = "createdAt";
    private static final String FOUNDERS = "founders";
    private static final String DEAD = "dead";

    private RoomJson() {}

    /** What makes it of the version before. */
    static JsonObject change(RoomDocument room) {
        JsonObject set = new JsonObject();
        JsonObject unset = new JsonObject();
        members(room).forEach(member -> {
            if (member.getValue() == null) {
                unset.put(member.getKey(), "");
            } else {
                set.put(member.getKey(), member.getValue());
            }
        });
        return new JsonObject().put("$set", set).put("$unset", unset);
    }

    private static JsonObject members(RoomDocument room) {
        JsonArray founders = new JsonArray();
        room.founders()
                .forEach(founder -> founders.add(
                        new JsonObject().put("user", founder.user()).put("role", founder.role())));
        return new JsonObject()
                .put(VERSION, room.version())
                .put(INCARNATION, room.incarnation())
                .put(ACCESS, room.access())
                .put(TITLE, room.title())
                .put(METADATA, room.metadata())
                .put(RETENTION, retention(room.retention()))
                .put(CREATOR, room.creator())
                .put(MADE, room.made())
                .put(CREATED_AT, room.createdAt())
                .put(FOUNDERS, founders.isEmpty() ? null : founders)
                .put(REMOVED, room.removed())
                .put(DEAD, room.dead().isEmpty() ? null : new JsonArray(room.dead()))
                .put(DUE, room.isDue() ? Partitions.of(room.room()) : null);
    }

    /** What it does not limit is left out; {@code null} for no rule. */
    private static JsonObject retention(RoomRetention rule) {
        if (rule == null) {
            return null;
        }
        JsonObject members = new JsonObject();
        if (rule.maxAgeSeconds() > 0) {
            members.put(MAX_AGE_SECONDS, rule.maxAgeSeconds());
        }
        return rule.maxEntries() > 0 ? members.put(MAX_ENTRIES, rule.maxEntries()) : members;
    }

    /** Nothing in it is relied on: an operator may have written it. */
    private static RoomRetention retention(Object rule) {
        return rule instanceof JsonObject members
                ? new RoomRetention(limit(members.getValue(MAX_AGE_SECONDS)), limit(members.getValue(MAX_ENTRIES)))
                : null;
    }

    private static long limit(Object value) {
        return value instanceof Number number ? Math.max(0, number.longValue()) : 0;
    }

    /** Whether the room was made: else it is a rule that an operator has written. */
    static boolean isMade(JsonObject document) {
        return document.containsKey(VERSION);
    }

    static RoomDocument read(JsonObject document) {
        List<RoomMember> founders = document.getJsonArray(FOUNDERS, new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .map(founder -> new RoomMember(founder.getString("user"), founder.getString("role"), 0))
                .toList();
        List<Integer> dead = document.getJsonArray(DEAD, new JsonArray()).stream()
                .map(Integer.class::cast)
                .toList();
        return new RoomDocument(
                document.getString("_id"),
                document.getLong(VERSION),
                document.getInteger(INCARNATION),
                document.getString(ACCESS),
                document.getString(TITLE),
                document.getString(METADATA),
                retention(document.getValue(RETENTION)),
                document.getString(CREATOR),
                document.getString(MADE),
                document.getLong(CREATED_AT),
                founders,
                document.getString(REMOVED),
                dead);
    }
}
