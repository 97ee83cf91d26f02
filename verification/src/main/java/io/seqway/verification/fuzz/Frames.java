package io.seqway.verification.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Frames of a client by the grammar of the protocol, most of them good, and the others wrong in one place or two. */
final class Frames {
    private static final List<String> TYPES = List.of(
            "ping",
            "join",
            "join",
            "resume",
            "leave",
            "send",
            "send",
            "send",
            "edit",
            "delete",
            "signal",
            "typing",
            "status",
            "history",
            "receipt",
            "receipts",
            "rooms",
            "presence",
            "auth",
            "chunk",
            "missing");
    private static final List<String> NOT_YET = List.of("", "PING", "welcome");

    private final Dice dice;
    private final List<String> rooms;
    private final Supplier<String> epoch;
    private final Supplier<String> token;
    private int ids;

    /**
     * @param rooms those that are spoken of
     * @param epoch the one that the server named last
     * @param token for {@code auth}
     */
    Frames(Dice dice, List<String> rooms, Supplier<String> epoch, Supplier<String> token) {
        this.dice = dice;
        this.rooms = rooms;
        this.epoch = epoch;
        this.token = token;
    }

    /** Any frame. */
    String next() {
        String type = dice.oneIn(20) ? dice.pick(NOT_YET) : dice.pick(TYPES);
        Map<String, String> fields = good(type);
        for (int bends = dice.oneIn(3) ? dice.between(1, 2) : 0; bends > 0; bends--) {
            bend(fields);
        }
        return text(fields);
    }

    /** One of a type that is good; some of its optional fields are there. */
    String good(String type, String... more) {
        Map<String, String> fields = good(type);
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], more[i + 1]);
        }
        return text(fields);
    }

    private Map<String, String> good(String type) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("type", Values.quoted(type));
        if (!dice.oneIn(4)) {
            fields.put("id", dice.oneIn(2) ? Integer.toString(++ids) : Values.quoted("i" + ++ids));
        }
        switch (type) {
            case "ping" -> maybe(fields, "rooms", "[" + String.join(",", quotedRooms()) + "]");
            case "auth" -> fields.put("token", Values.quoted(token.get()));
            case "resume" -> resume(fields);
            case "rooms" -> {
                maybe(fields, "cursor", room());
                maybe(fields, "limit", Integer.toString(dice.between(1, 100)));
            }
            case "chunk", "missing" -> ofStream(fields, type);
            default -> {
                fields.put("room", room());
                ofRoom(fields, type);
            }
        }
        return fields;
    }

    private void ofRoom(Map<String, String> fields, String type) {
        switch (type) {
            case "join" -> {
                if (dice.oneIn(2)) {
                    fields.put("lastSeq", seq());
                    maybe(fields, "epoch", epoch());
                } else {
                    maybe(fields, "tail", Integer.toString(dice.below(40)));
                }
                maybe(fields, "presence", dice.pick("true", "false"));
            }
            case "send" -> {
                fields.put("clientMsgId", message());
                maybe(fields, "mode", Values.quoted(dice.pick("durable", "optimistic")));
                maybe(fields, "replyTo", Integer.toString(dice.between(1, 50)));
                if (dice.oneIn(4)) {
                    fields.put("after", message());
                }
                fields.put("body", Values.any(dice));
            }
            case "edit", "delete" -> {
                fields.put("clientMsgId", message());
                fields.put("target", Integer.toString(dice.between(1, 12)));
                if (dice.oneIn(3)) {
                    fields.put("expectVersion", Integer.toString(dice.between(1, 4)));
                }
                if (dice.oneIn(4)) {
                    fields.put("after", message());
                }
                if (type.equals("edit")) {
                    fields.put("body", Values.any(dice));
                }
            }
            case "signal" -> {
                fields.put("name", Values.quoted(Values.id(dice)));
                maybe(fields, "to", Values.quoted(dice.pick(TokenMint.USERS)));
                fields.put("data", dice.oneIn(10) ? Values.any(dice) : Integer.toString(dice.below(10)));
            }
            case "history" -> {
                fields.put(dice.pick("before", "after"), seq());
                maybe(fields, "limit", Integer.toString(dice.between(1, 100)));
            }
            case "typing" -> fields.put("typing", dice.pick("true", "false"));
            case "status" -> {
                fields.put("status", Values.quoted(dice.pick("online", "away", "busy")));
                maybe(fields, "text", Values.quoted(Values.id(dice)));
            }
            case "presence" -> {
                if (dice.oneIn(3)) {
                    fields.put("users", "[" + Values.quoted(dice.pick(TokenMint.USERS)) + "]");
                } else {
                    maybe(fields, "limit", Integer.toString(dice.between(1, 500)));
                    maybe(fields, "cursor", Values.quoted(dice.pick(TokenMint.USERS)));
                }
            }
            case "receipt" -> {
                fields.put(dice.pick("delivered", "read"), seq());
                maybe(fields, "read", seq());
            }
            default -> {
                // leave, receipts, and what there is not yet
            }
        }
    }

    /** A binary frame: a chunk, whose header may be wrong in a field, or cut, or of another length than it says. */
    byte[] binary() {
        Map<String, String> fields = good("chunk");
        if (!dice.oneIn(10)) {
            fields.remove("data");
        }
        if (dice.oneIn(4)) {
            bend(fields);
        }
        byte[] header = text(fields).getBytes(StandardCharsets.UTF_8);
        byte[] payload = dice.bytes(dice.oneIn(20) ? 100_000 : dice.below(200));
        byte[] frame = chunk(dice.oneIn(10) ? dice.below(70_000) : header.length, header, payload);
        return dice.oneIn(20) ? Arrays.copyOf(frame, dice.below(frame.length)) : frame;
    }

    /** A binary frame with this header. */
    static byte[] chunk(String header, byte[] payload) {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        return chunk(bytes.length, bytes, payload);
    }

    private static byte[] chunk(int saidLength, byte[] header, byte[] payload) {
        return ByteBuffer.allocate(2 + header.length + payload.length)
                .putShort((short) saidLength)
                .put(header)
                .put(payload)
                .array();
    }

    private void ofStream(Map<String, String> fields, String type) {
        fields.put("stream", Values.quoted(dice.oneIn(10) ? Values.id(dice) : dice.pick("s1", "s2", "s3")));
        if (type.equals("missing")) {
            maybe(fields, "upTo", Integer.toString(dice.below(dice.oneIn(5) ? 20_000_000 : 2_000)));
            return;
        }
        fields.put("seq", Integer.toString(dice.below(dice.oneIn(10) ? 20_000_000 : 20)));
        fields.put("data", Values.quoted(dice.pick("", "AA==", "AP9B", "AP8", "*", "_w==")));
        if (dice.oneIn(4)) {
            fields.put(
                    "contentType", Values.quoted(dice.pick("text/html", "image/png; a=b", "image", "a/b\\r\\nX: y")));
        }
        if (dice.oneIn(4)) {
            fields.put("meta", Values.any(dice));
        }
        maybe(fields, "last", dice.oneIn(20) ? "true" : "false");
    }

    private void resume(Map<String, String> fields) {
        List<String> positions = new ArrayList<>();
        for (String room : quotedRooms()) {
            String seq = seq();
            positions.add(room + ":"
                    + (dice.oneIn(2) ? seq : "{\"seq\":" + seq + (dice.oneIn(2) ? "" : ",\"epoch\":" + epoch()) + "}"));
        }
        fields.put("rooms", "{" + String.join(",", positions) + "}");
        maybe(fields, "presence", dice.pick("true", "false"));
        maybe(fields, "all", dice.oneIn(8) ? "true" : "false");
        maybe(fields, "attempt", Integer.toString(dice.below(2_000)));
        maybe(fields, "downMs", Integer.toString(dice.below(10_000)));
        maybe(fields, "reason", dice.pick("\"network\"", "\"wake\"", "\"x\"", "5"));
    }

    /** Some of the rooms, each once. */
    private List<String> quotedRooms() {
        return rooms.stream().filter(room -> dice.oneIn(2)).map(Values::quoted).toList();
    }

    private String room() {
        return Values.quoted(dice.oneIn(30) ? "elsewhere" : dice.pick(rooms));
    }

    private String message() {
        return Values.quoted(dice.oneIn(3) ? Values.id(dice) : "m" + dice.below(20));
    }

    private String seq() {
        return Integer.toString(dice.oneIn(5) ? dice.below(100_000) : dice.below(30));
    }

    private String epoch() {
        return Values.quoted(dice.oneIn(4) ? "long-ago.1" : epoch.get());
    }

    private void maybe(Map<String, String> fields, String name, String value) {
        if (dice.oneIn(2)) {
            fields.put(name, value);
        }
    }

    private void bend(Map<String, String> fields) {
        String name = dice.oneIn(6)
                ? dice.pick("extra", "all", "tail", "lastSeq", "epoch", "before", "after", "id", "to", "rooms", "mode")
                : dice.pick(fields.isEmpty() ? List.of("type") : List.copyOf(fields.keySet()));
        switch (dice.below(6)) {
            case 0 -> fields.remove(name);
            case 1 -> fields.put(name + "\\u0000", dice.pick(Values.BENT));
            case 2 -> fields.put("\"" + name, fields.getOrDefault(name, "1")); // stands there twice, see text()
            case 3 -> fields.put(dice.oneIn(3) ? "\\ud800" : "x" + name, dice.pick(Values.BENT));
            default -> fields.put(name, dice.pick(Values.BENT));
        }
    }

    private String text(Map<String, String> fields) {
        String space = dice.pick("", "", " ", "\n\t ");
        List<String> members = new ArrayList<>();
        fields.forEach((name, value) -> members.add(
                space + Values.quoted(name.startsWith("\"") ? name.substring(1) : name) + space + ":" + value));
        return "{" + String.join(",", members) + "}" + space;
    }
}
