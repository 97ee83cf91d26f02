package io.seqway.testing;

import static io.seqway.protocol.ErrorCode.BAD_REQUEST;
import static io.seqway.protocol.ErrorCode.RATE_LIMITED;
import static io.seqway.protocol.ErrorCode.TOO_LARGE;
import static io.seqway.protocol.ErrorCode.UNAVAILABLE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.frame.Message;
import io.seqway.protocol.frame.ServerFrames;
import io.seqway.protocol.frame.ServerFrames.Joined;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Each frame that {@link ServerFrames} and {@link Message} write, once with as little in it as may be and once with all. */
final class ServerFrameSamples {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROOM = "team.bridge";
    private static final String EPOCH = "6f3k09qz.1";
    private static final String NAME = "m1";
    private static final long NOW = 1_767_225_600_000L;

    private ServerFrameSamples() {}

    static List<JsonNode> all() {
        return Stream.of(ofConnections(), ofRooms(), ofMessages(), errors())
                .flatMap(List::stream)
                .map(ServerFrameSamples::parse)
                .toList();
    }

    private static List<byte[]> ofConnections() {
        return List.of(
                ServerFrames.welcome("s1", null, "n1", Limits.DEFAULTS, NOW),
                ServerFrames.welcome("s1", "alice", "n1", Limits.DEFAULTS, NOW),
                ServerFrames.authenticated(null, "alice", NOW),
                ServerFrames.authenticated("1", "alice", NOW),
                ServerFrames.pong(null, NOW, null),
                ServerFrames.pong("\"p\"", NOW, Map.of(ROOM, 0L)),
                ServerFrames.tokenExpiring(NOW),
                ServerFrames.duplicateConnection("replace", "a newer connection has taken its place"),
                ServerFrames.serverShutdown(0, "restart"));
    }

    private static List<byte[]> ofRooms() {
        Joined recovered = new Joined("recovered", 2, EPOCH, 1, 0, null);
        Joined reset = new Joined("reset", 0, EPOCH, 0, 1, null);
        Joined failed = Joined.failed(new Refusal(UNAVAILABLE, "the room does not answer"));
        return List.of(
                ServerFrames.joined(null, ROOM, new Joined("live", 0, EPOCH, 0, 0, null)),
                ServerFrames.joined("1", ROOM, recovered),
                ServerFrames.joined("1", ROOM, reset),
                ServerFrames.resumed(null, Map.of()),
                ServerFrames.resumed("1", Map.of("a", recovered)),
                ServerFrames.resumed("1", Map.of("a", reset)),
                ServerFrames.resumed("1", Map.of("a", failed)),
                ServerFrames.resumed("1", Map.of("a", Joined.removed())),
                ServerFrames.missed(ROOM, EPOCH, 1, List.of(), false, true),
                ServerFrames.missed(ROOM, EPOCH, 2, List.of(message(0)), true, false),
                ServerFrames.removed(ROOM, "the token does not open this room any more"),
                ServerFrames.left(null, ROOM),
                ServerFrames.left("1", ROOM),
                ServerFrames.lagging(List.of(ROOM), "begin"),
                ServerFrames.lagging(List.of(ROOM), "end"));
    }

    private static List<byte[]> ofMessages() {
        String messageId = Message.messageId(ROOM, EPOCH, 1);
        return List.of(
                message(0),
                message(1),
                ServerFrames.ack(null, ROOM, 1, messageId, NAME, NOW, false),
                ServerFrames.ack("1", ROOM, 1, messageId, NAME, NOW, true),
                ServerFrames.pending(ROOM, "alice", null, NAME, "{}", NOW),
                ServerFrames.pending(ROOM, "alice", "Alice", NAME, "{}", NOW),
                ServerFrames.failed(ROOM, "alice", NAME, "timeout"),
                ServerFrames.signal(ROOM, "alice", "cursor", "{\"x\":1}"),
                ServerFrames.history(null, ROOM, List.of(), false),
                ServerFrames.history("1", ROOM, List.of(message(1)), true));
    }

    private static List<byte[]> errors() {
        return List.of(
                ServerFrames.error(null, Refusal.badRequest("room must be a string"), null, null),
                ServerFrames.error("1", new Refusal(BAD_REQUEST, "no"), ROOM, NAME),
                ServerFrames.error("1", Refusal.limit(TOO_LARGE, "body too large", "max-body-bytes", 1), ROOM, NAME),
                ServerFrames.error("1", new Refusal(RATE_LIMITED, "too fast", "sends-per-second=1", 10), ROOM, NAME));
    }

    private static byte[] message(long replyTo) {
        boolean full = replyTo > 0;
        return new Message(
                        ROOM,
                        EPOCH,
                        2,
                        "alice",
                        full ? "Alice" : null,
                        full ? "https://example.org/alice.png" : null,
                        NAME,
                        NOW,
                        Message.KIND_MESSAGE,
                        "{\"text\":\"Are you there?\"}",
                        replyTo)
                .toFrame();
    }

    private static JsonNode parse(byte[] frame) {
        try {
            return JSON.readTree(frame);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
