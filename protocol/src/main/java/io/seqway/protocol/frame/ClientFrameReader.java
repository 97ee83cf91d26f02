package io.seqway.protocol.frame;

import static java.util.Map.entry;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads the text of a frame into its record. Nothing of a frame is trusted: ids, sizes, depth, types and ranges are
 * checked here, so that whoever gets a record can use it as it is.
 */
public final class ClientFrameReader {
    /**
     * What became of a text.
     *
     * @param frame the frame, or {@code null} if it was refused
     * @param heading what is known of it in both cases
     * @param refusal why it was refused, or {@code null}
     */
    public record Reading(ClientFrame frame, Heading heading, Refusal refusal) {}

    private final Map<String, BiFunction<String, Fields, ClientFrame>> types = Map.ofEntries(
            entry("auth", (id, f) -> new ClientFrame.Auth(id, f.string("token"))),
            entry("ping", (id, f) -> new ClientFrame.Ping(id, f.identifiers("rooms", Limits.MAX_PING_ROOMS))),
            entry("join", this::join),
            entry("resume", this::resume),
            entry("leave", (id, f) -> new ClientFrame.Leave(id, f.identifier("room"))),
            entry("send", this::send),
            entry("edit", this::edit),
            entry("delete", this::delete),
            entry("signal", this::signal),
            entry("typing", this::typing),
            entry("history", this::history),
            entry("receipt", ClientFrameReader::receipt),
            entry("receipts", (id, f) -> new ClientFrame.Receipts(id, f.identifier("room"))),
            entry("rooms", ClientFrameReader::rooms),
            entry("presence", this::presence),
            entry("status", (id, f) -> new ClientFrame.Status(id, status(f))),
            entry("chunk", ChunkReader::chunk),
            entry("missing", ChunkReader::missing));

    private final Limits limits;
    private final JsonText json;

    public ClientFrameReader(Limits limits) {
        this.limits = limits;
        this.json = new JsonText(limits);
    }

    /**
     * Reads one frame.
     *
     * @return the frame or its refusal; {@code null} if the text is no JSON object at all
     */
    public Reading read(String text) {
        try {
            return read(text, type -> {
                var reader = types.get(type);
                if (reader == null) {
                    throw new Refusal(
                            ErrorCode.UNKNOWN_TYPE, "no frame of this version has the type " + Fields.shown(type));
                }
                return reader;
            });
        } catch (JsonText.NotAnObjectException e) {
            return null;
        }
    }

    /** Reads one binary frame, which is a chunk. */
    public Reading readBinary(Buffer frame) {
        try {
            BinaryFrame binary = BinaryFrame.of(frame);
            return read(binary.header(), type -> {
                if (!"chunk".equals(type)) {
                    throw Refusal.badRequest("type must be chunk in a binary frame");
                }
                return (id, f) ->
                        ChunkReader.binaryChunk(id, f, binary.payload().getBytes());
            });
        } catch (JsonText.NotAnObjectException e) {
            return new Reading(null, Heading.NOTHING, BinaryFrame.notAnObject());
        } catch (Refusal malformed) {
            return new Reading(null, Heading.NOTHING, malformed);
        }
    }

    private Reading read(String text, Function<String, BiFunction<String, Fields, ClientFrame>> readers) {
        Fields fields = null;
        try {
            fields = new Fields(json.members(text), json);
            String id = fields.id();
            var reader = readers.apply(fields.string("type"));
            return new Reading(reader.apply(id, fields), Heading.of(fields), null);
        } catch (Refusal refusal) {
            Fields readable = fields == null ? new Fields(json.readableMembers(text, Heading.MEMBERS), json) : fields;
            return new Reading(null, Heading.of(readable), refusal);
        }
    }

    private ClientFrame join(String id, Fields f) {
        Position from = f.position("lastSeq", "epoch");
        int tail = (int) f.integer("tail", 0, Limits.MAX_TAIL, 0);
        if (from != null && f.has("tail")) {
            throw Refusal.badRequest("tail and lastSeq exclude each other");
        }
        return new ClientFrame.Join(id, f.identifier("room"), from, tail, f.flag("presence", true));
    }

    private ClientFrame resume(String id, Fields f) {
        boolean all = f.flag("all", false);
        Map<String, Position> rooms = all && !f.has("rooms")
                ? Map.of()
                : f.positions("rooms", limits.maxRoomsPerResume(), "max-rooms-per-resume");
        return new ClientFrame.Resume(id, rooms, all, f.flag("presence", true), Reconnection.of(f));
    }

    private ClientFrame send(String id, Fields f) {
        String room = f.identifier("room");
        String clientMsgId = f.identifier("clientMsgId");
        boolean optimistic = optimistic(f);
        String after = after(f);
        String body = f.body(limits.maxBodyBytes());
        long replyTo = f.integer("replyTo", 1, Limits.MAX_SEQ, 0);
        return new ClientFrame.Send(id, room, body, clientMsgId, replyTo, after, optimistic);
    }

    private ClientFrame edit(String id, Fields f) {
        String room = f.identifier("room");
        String clientMsgId = f.identifier("clientMsgId");
        long target = f.integer("target", 1, Limits.MAX_SEQ);
        String body = f.body(limits.maxBodyBytes());
        return new ClientFrame.Edit(id, room, target, body, clientMsgId, expectVersion(f), after(f));
    }

    private ClientFrame delete(String id, Fields f) {
        String room = f.identifier("room");
        String clientMsgId = f.identifier("clientMsgId");
        long target = f.integer("target", 1, Limits.MAX_SEQ);
        return new ClientFrame.Delete(id, room, target, clientMsgId, expectVersion(f), after(f));
    }

    private static long expectVersion(Fields f) {
        return f.integer("expectVersion", 1, Limits.MAX_SEQ, 0);
    }

    private static String after(Fields f) {
        return f.has("after") ? f.identifier("after") : null;
    }

    private static boolean optimistic(Fields f) {
        String mode = f.has("mode") ? f.string("mode") : "durable";
        return switch (mode) {
            case "durable" -> false;
            case "optimistic" -> true;
            default -> throw Refusal.badRequest("mode must be durable or optimistic");
        };
    }

    private ClientFrame signal(String id, Fields f) {
        String room = f.identifier("room");
        String name = f.identifier("name");
        String to = f.has("to") ? f.identifier("to") : null;
        String data = f.json("data");
        if (data.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_SIGNAL_BYTES) {
            throw Refusal.limit(ErrorCode.TOO_LARGE, "data too large in bytes", "data", Limits.MAX_SIGNAL_BYTES);
        }
        return new ClientFrame.Signal(id, room, name, data, to);
    }

    private ClientFrame typing(String id, Fields f) {
        if (!f.has("typing")) {
            throw Refusal.badRequest("typing must be true or false");
        }
        return new ClientFrame.Typing(id, f.identifier("room"), f.flag("typing", true));
    }

    private ClientFrame presence(String id, Fields f) {
        String room = f.identifier("room");
        List<String> users = f.identifiers("users", Limits.MAX_PRESENCE_USERS);
        String cursor = f.has("cursor") ? f.identifier("cursor") : null;
        int limit = (int) f.integer("limit", 1, Limits.MAX_PRESENCE_PAGE, 0);
        if (!users.isEmpty() && (cursor != null || limit > 0)) {
            throw Refusal.badRequest("users and cursor or limit exclude each other");
        }
        return new ClientFrame.Presence(id, room, users, cursor, limit);
    }

    private static UserStatus status(Fields f) {
        String text = f.has("text") ? f.string("text") : null;
        if (text != null && text.codePointCount(0, text.length()) > Limits.MAX_STATUS_TEXT) {
            throw Refusal.limit(ErrorCode.TOO_LARGE, "text too long in characters", "text", Limits.MAX_STATUS_TEXT);
        }
        try {
            return new UserStatus(f.string("status"), text);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(e.getMessage());
        }
    }

    private ClientFrame history(String id, Fields f) {
        String room = f.identifier("room");
        if (f.has("before") == f.has("after")) {
            throw Refusal.badRequest("history needs one of before and after");
        }
        long before = f.integer("before", 1, Limits.MAX_SEQ, 0);
        long after = f.integer("after", 0, Limits.MAX_SEQ, -1);
        return new ClientFrame.History(id, room, before, after, (int) f.integer("limit", 1, 100, 50));
    }

    private static ClientFrame receipt(String id, Fields f) {
        String room = f.identifier("room");
        if (!f.has("delivered") && !f.has("read")) {
            throw Refusal.badRequest("receipt needs one of delivered and read");
        }
        long read = f.integer("read", 0, Limits.MAX_SEQ, 0);
        long delivered = f.integer("delivered", 0, Limits.MAX_SEQ, 0);
        return new ClientFrame.Receipt(id, room, Math.max(delivered, read), read);
    }

    private static ClientFrame rooms(String id, Fields f) {
        String cursor = f.has("cursor") ? f.identifier("cursor") : null;
        return new ClientFrame.Rooms(id, cursor, (int) f.integer("limit", 1, Limits.MAX_ROOMS_PAGE, 50));
    }
}
