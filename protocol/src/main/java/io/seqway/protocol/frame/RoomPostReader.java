package io.seqway.protocol.frame;

import com.fasterxml.jackson.core.JsonToken;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Ids;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.RoomMessage.RoomContent;
import io.seqway.protocol.bus.RoomMessage.RoomMember;
import io.seqway.protocol.bus.RoomMessage.RoomRetention;
import io.seqway.protocol.bus.RoomMessage.RoomRight;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what rooms and members are to be, as it comes over HTTP. Throws a {@link Refusal} where it may not be so. */
public final class RoomPostReader {
    private static final String MEMBERS = "members";
    private static final String RETENTION = "retention";
    private static final String MAX_AGE_SECONDS = "maxAgeSeconds";
    private static final String MAX_ENTRIES = "maxEntries";

    /** A room that is to be made. */
    public record RoomPost(String room, RoomContent content) {}

    private final JsonText json;

    public RoomPostReader(Limits limits) {
        this.json = new JsonText(limits);
    }

    /** A room to be made. */
    public RoomPost room(String text) {
        Fields fields = fields(text);
        String access = fields.string("access");
        if (!access.equals(RoomRight.OPEN) && !access.equals(RoomRight.MEMBERS)) {
            throw Refusal.badRequest("access must be open or members");
        }
        String title = title(fields);
        String metadata = metadata(fields);
        return new RoomPost(
                fields.identifier("room"),
                new RoomContent(
                        access,
                        members(fields),
                        title == null || title.isEmpty() ? null : title,
                        metadata == null || metadata.equals("null") ? null : metadata));
    }

    /** What is to be another title, other metadata, or another retention. */
    public RoomContent change(String text) {
        Fields fields = fields(text);
        if (fields.has("access")) {
            throw Refusal.badRequest("access cannot be changed: title, metadata and retention can");
        }
        if (!fields.isGiven("title") && !fields.isGiven("metadata") && !fields.isGiven(RETENTION)) {
            throw Refusal.badRequest("one of title, metadata and retention is needed");
        }
        boolean ofAll = fields.isGiven(RETENTION) && !fields.has(RETENTION);
        return new RoomContent(null, null, title(fields), metadata(fields), retention(fields), ofAll);
    }

    /** The role that a member is to have. */
    public RoomRole role(String text) {
        return role(fields(text).string("role"), "role");
    }

    private Fields fields(String text) {
        try {
            return new Fields(json.members(text), json);
        } catch (JsonText.NotAnObjectException e) {
            throw Refusal.badRequest("the content must be one JSON object");
        }
    }

    private static String title(Fields fields) {
        if (!fields.isGiven("title")) {
            return null;
        }
        String title = fields.has("title") ? fields.string("title") : "";
        if (title.codePointCount(0, title.length()) > Limits.MAX_TITLE) {
            throw Refusal.limit(ErrorCode.TOO_LARGE, "title too long in characters", "title", Limits.MAX_TITLE);
        }
        return title;
    }

    private static String metadata(Fields fields) {
        if (!fields.isGiven("metadata")) {
            return null;
        }
        String metadata = fields.json("metadata");
        if (metadata.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_METADATA_BYTES) {
            throw Refusal.limit(
                    ErrorCode.TOO_LARGE, "metadata too large in bytes", "metadata", Limits.MAX_METADATA_BYTES);
        }
        if (fields.has("metadata") && !fields.is("metadata", JsonToken.START_OBJECT)) {
            throw Refusal.badRequest("metadata must be an object");
        }
        return metadata;
    }

    /** A name that is none of a rule is refused: a rule that is not understood would keep all. */
    private RoomRetention retention(Fields fields) {
        if (!fields.has(RETENTION)) {
            return null;
        }
        if (!fields.is(RETENTION, JsonToken.START_OBJECT)) {
            throw Refusal.badRequest("retention must be an object or null");
        }
        Map<String, Fields.Value> members = json.members(fields.json(RETENTION));
        for (String name : members.keySet()) {
            if (!name.equals(MAX_AGE_SECONDS) && !name.equals(MAX_ENTRIES)) {
                throw Refusal.badRequest("retention has maxAgeSeconds and maxEntries, and no " + Fields.shown(name));
            }
        }
        Fields rule = new Fields(members, json);
        return new RoomRetention(
                rule.integer(MAX_AGE_SECONDS, 1, Limits.MAX_SEQ, 0), rule.integer(MAX_ENTRIES, 1, Limits.MAX_SEQ, 0));
    }

    private List<RoomMember> members(Fields fields) {
        if (!fields.has(MEMBERS)) {
            return List.of();
        }
        if (!fields.is(MEMBERS, JsonToken.START_ARRAY)) {
            throw Refusal.badRequest("members must be an array");
        }
        List<RoomMember> members = new ArrayList<>();
        Set<String> users = new HashSet<>();
        for (Fields.Value element : json.elements(fields.json(MEMBERS))) {
            if (members.size() == Limits.MAX_FOUNDERS) {
                throw Refusal.limit(ErrorCode.LIMIT_EXCEEDED, "too many members", MEMBERS, Limits.MAX_FOUNDERS);
            }
            RoomMember member = member(element);
            if (!users.add(member.user())) {
                throw Refusal.badRequest("members names a user twice: " + member.user());
            }
            members.add(member);
        }
        return members;
    }

    /** The id of a user, who becomes a plain member, or an object with the role. */
    private RoomMember member(Fields.Value element) {
        if (element.token() == JsonToken.VALUE_STRING) {
            return new RoomMember(userId(element.text()), RoomRole.MEMBER.text(), 0);
        }
        if (element.token() != JsonToken.START_OBJECT) {
            throw Refusal.badRequest("each of members must be a userId, or an object with userId and role");
        }
        Fields member = new Fields(json.members(element.json()), json);
        RoomRole role = member.has("role") ? role(member.string("role"), "role of a member") : RoomRole.MEMBER;
        return new RoomMember(userId(member.string("userId")), role.text(), 0);
    }

    private static String userId(String text) {
        if (!Ids.valid(text)) {
            throw Refusal.badRequest("userId of a member must be " + Ids.RULE);
        }
        return text;
    }

    private static RoomRole role(String text, String name) {
        return RoomRole.of(text).orElseThrow(() -> Refusal.badRequest(name + " must be owner, moderator or member"));
    }
}
