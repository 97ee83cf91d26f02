package io.seqway.protocol.frame;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BiFunction;

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

    private final Map<String, BiFunction<String, Fields, ClientFrame>> types = Map.of(
            "auth",
            (id, f) -> new ClientFrame.Auth(id, f.string("token")),
            "ping",
            (id, f) -> new ClientFrame.Ping(id, f.identifiers("rooms", Limits.MAX_PING_ROOMS)),
            "join",
            this::join,
            "resume",
            this::resume,
            "leave",
            (id, f) -> new ClientFrame.Leave(id, f.identifier("room")),
            "send",
            this::send,
            "signal",
            this::signal,
            "history",
            this::history,
            "presence",
            (id, f) -> new ClientFrame.Presence(id, f.identifier("room")));

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
        Fields fields = null;
        try {
            fields = new Fields(json.members(text), json);
            String id = fields.id();
            String type = fields.string("type");
            var reader = types.get(type);
            if (reader == null) {
                throw new Refusal(
                        ErrorCode.UNKNOWN_TYPE, "no frame of this version has the type " + Fields.shown(type));
            }
            return new Reading(reader.apply(id, fields), Heading.of(fields), null);
        } catch (Refusal refusal) {
            Fields readable = fields == null ? new Fields(json.readableMembers(text, Heading.MEMBERS), json) : fields;
            return new Reading(null, Heading.of(readable), refusal);
        } catch (JsonText.NotAnObjectException e) {
            return null;
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
        if (f.flag("all", false)) {
            throw Refusal.badRequest("all is not supported yet: name the rooms");
        }
        Map<String, Position> rooms = f.positions("rooms", limits.maxRoomsPerResume(), "max-rooms-per-resume");
        return new ClientFrame.Resume(id, rooms, f.flag("presence", true));
    }

    private ClientFrame send(String id, Fields f) {
        String room = f.identifier("room");
        String clientMsgId = f.identifier("clientMsgId");
        boolean optimistic = optimistic(f);
        String after = f.has("after") ? f.identifier("after") : null;
        String body = f.body(limits.maxBodyBytes());
        long replyTo = f.integer("replyTo", 1, Limits.MAX_SEQ, 0);
        return new ClientFrame.Send(id, room, body, clientMsgId, replyTo, after, optimistic);
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

    private ClientFrame history(String id, Fields f) {
        String room = f.identifier("room");
        if (f.has("before") == f.has("after")) {
            throw Refusal.badRequest("history needs one of before and after");
        }
        long before = f.integer("before", 1, Limits.MAX_SEQ, 0);
        long after = f.integer("after", 0, Limits.MAX_SEQ, -1);
        return new ClientFrame.History(id, room, before, after, (int) f.integer("limit", 1, 100, 50));
    }
}
