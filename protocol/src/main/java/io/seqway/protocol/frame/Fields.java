package io.seqway.protocol.frame;

import com.fasterxml.jackson.core.JsonToken;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Ids;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The members of one JSON object, each with the JSON text it came in, and the rules for reading them. */
final class Fields {
    /**
     * @param json the text of the value as it came
     * @param text the decoded string, or the scalar's text
     */
    record Value(JsonToken token, String json, String text) {}

    private static final int MAX_SHOWN = 40;

    private final Map<String, Value> values;
    private final JsonText reader;

    Fields(Map<String, Value> values, JsonText reader) {
        this.values = values;
        this.reader = reader;
    }

    boolean has(String name) {
        Value value = values.get(name);
        return value != null && value.token() != JsonToken.VALUE_NULL;
    }

    boolean is(String name, JsonToken type) {
        Value value = values.get(name);
        return value != null && value.token() == type;
    }

    /** Whether it is there, be it {@code null}. */
    boolean isGiven(String name) {
        return values.containsKey(name);
    }

    /** The caller's id as JSON text, or {@code null}: a string of at most 128 characters, or an integer. */
    String id() {
        if (!has("id")) {
            return null;
        }
        Value value = values.get("id");
        boolean string = value.token() == JsonToken.VALUE_STRING && value.text().length() <= Ids.MAX_LENGTH;
        boolean integer =
                value.token() == JsonToken.VALUE_NUMBER_INT && value.json().length() <= 20;
        if (!string && !integer) {
            throw Refusal.badRequest("id must be a string of at most 128 characters or an integer");
        }
        return value.json();
    }

    String string(String name) {
        Value value = values.get(name);
        if (value == null || value.token() != JsonToken.VALUE_STRING) {
            throw Refusal.badRequest(name + " must be a string");
        }
        return value.text();
    }

    String identifier(String name) {
        String text = string(name);
        return requireIdentifier(name, text);
    }

    /** The JSON text of a value of any type, as it came. */
    String json(String name) {
        Value value = values.get(name);
        if (value == null) {
            throw Refusal.badRequest(name + " is missing");
        }
        return value.json();
    }

    /** The JSON text of a message's body, as it came. */
    String body(int maxBytes) {
        String body = json("body");
        if (body.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            throw Refusal.limit(ErrorCode.TOO_LARGE, "body too large in bytes", "max-body-bytes", maxBytes);
        }
        return body;
    }

    boolean flag(String name, boolean otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        return switch (values.get(name).token()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw Refusal.badRequest(name + " must be true or false");
        };
    }

    long integer(String name, long min, long max) {
        return integer(name, values.get(name), min, max);
    }

    long integer(String name, long min, long max, long otherwise) {
        return has(name) ? integer(name, min, max) : otherwise;
    }

    /** As {@link #integer}, for what is only counted: a value that is no such integer is as good as none. */
    long integerIfSensible(String name, long min, long max, long otherwise) {
        try {
            return integer(name, min, max, otherwise);
        } catch (Refusal wrong) {
            return otherwise;
        }
    }

    /** The decoded string, or {@code null} if there is none. */
    String textIfSensible(String name) {
        return is(name, JsonToken.VALUE_STRING) ? values.get(name).text() : null;
    }

    /** An array of ids. */
    List<String> identifiers(String name, int max) {
        if (!has(name)) {
            return List.of();
        }
        Value value = values.get(name);
        if (value.token() != JsonToken.START_ARRAY) {
            throw Refusal.badRequest(name + " must be an array of ids");
        }
        List<String> ids = new ArrayList<>();
        for (Value element : reader.elements(value.json())) {
            if (ids.size() == max) {
                throw Refusal.limit(ErrorCode.LIMIT_EXCEEDED, "too many " + name, name, max);
            }
            if (element.token() != JsonToken.VALUE_STRING) {
                throw Refusal.badRequest(name + " must be an array of ids");
            }
            ids.add(requireIdentifier("each of " + name, element.text()));
        }
        return ids;
    }

    /** An object of room to position: a bare number, or {seq, epoch}. */
    Map<String, Position> positions(String name, int max, String limitName) {
        Value value = values.get(name);
        if (value == null || value.token() != JsonToken.START_OBJECT) {
            throw Refusal.badRequest(name + " must be an object of room to position");
        }
        Map<String, Value> members = reader.members(value.json());
        if (members.size() > max) {
            throw Refusal.limit(ErrorCode.LIMIT_EXCEEDED, "too many rooms in one frame", limitName, max);
        }
        Map<String, Position> positions = new LinkedHashMap<>();
        members.forEach(
                (room, position) -> positions.put(requireRoom(name, room), position(name + "." + room, position)));
        return positions;
    }

    /** The position of a frame that names it in two fields of its own; {@code null} where there is none. */
    Position position(String seqName, String epochName) {
        if (!has(seqName)) {
            return null;
        }
        return new Position(has(epochName) ? epoch(string(epochName)) : null, integer(seqName, 0, Limits.MAX_SEQ));
    }

    private Position position(String name, Value value) {
        if (value.token() == JsonToken.START_OBJECT) {
            Fields fields = new Fields(reader.members(value.json()), reader);
            String epoch = fields.has("epoch") ? epoch(fields.string("epoch")) : null;
            return new Position(epoch, integer(name + ".seq", fields.values.get("seq"), 0, Limits.MAX_SEQ));
        }
        return new Position(null, integer(name, value, 0, Limits.MAX_SEQ));
    }

    private static String epoch(String epoch) {
        if (epoch.isEmpty() || epoch.length() > 16) {
            throw Refusal.badRequest("epoch must be a string of 1 to 16 characters");
        }
        return epoch;
    }

    private static long integer(String name, Value value, long min, long max) {
        if (value != null
                && value.token() == JsonToken.VALUE_NUMBER_INT
                && value.json().length() <= 17) {
            long number = Long.parseLong(value.json());
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw Refusal.badRequest(name + " must be an integer from " + min + " to " + max);
    }

    private static String requireRoom(String name, String room) {
        if (!Ids.valid(room)) {
            throw Refusal.badRequest(
                    "each room of " + name + " must be " + Ids.RULE + ", and this one is not: " + shown(room));
        }
        return room;
    }

    /** What a client has said, as a message to it may repeat it: short, and no character cut in two. */
    static String shown(String text) {
        return text.codePointCount(0, text.length()) <= MAX_SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_SHOWN)) + "…";
    }

    private static String requireIdentifier(String name, String text) {
        if (!Ids.valid(text)) {
            throw Refusal.badRequest(name + " must be " + Ids.RULE);
        }
        return text;
    }
}
