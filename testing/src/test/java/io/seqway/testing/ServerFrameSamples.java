package io.seqway.testing;

import static io.seqway.protocol.ErrorCode.BAD_REQUEST;
import static io.seqway.protocol.ErrorCode.CHUNK_CONFLICT;
import static io.seqway.protocol.ErrorCode.RATE_LIMITED;
import static io.seqway.protocol.ErrorCode.TOO_LARGE;
import static io.seqway.protocol.ErrorCode.UNAVAILABLE;
import static io.seqway.protocol.ErrorCode.VERSION_CONFLICT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.frame.Cursor;
import io.seqway.protocol.frame.Membership;
import io.seqway.protocol.frame.Message;
import io.seqway.protocol.frame.ServerFrames;
import io.seqway.protocol.frame.ServerFrames.Joined;
import io.seqway.protocol.frame.Standing;
import io.seqway.protocol.frame.StreamFrames;
import io.seqway.protocol.frame.UserStatus;
import io.seqway.protocol.stream.ChunkSet;
import io.seqway.protocol.stream.StreamState;
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
        return Stream.of(ofConnections(), ofRooms(), ofMessages(), ofStreams(), errors())
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
                ServerFrames.added(ROOM, "member", 2, EPOCH),
                ServerFrames.removed(ROOM, "the token does not open this room any more"),
                ServerFrames.left(null, ROOM),
                ServerFrames.left("1", ROOM),
                ServerFrames.lagging(List.of(ROOM), "begin"),
                ServerFrames.lagging(List.of(ROOM), "end"));
    }

    private static List<byte[]> ofMessages() {
        return List.of(
                message(0),
                message(1),
                change(Message.KIND_EDIT, "1", false),
                change(Message.KIND_EDIT, Message.NO_BODY, true),
                change(Message.KIND_DELETE, Message.NO_BODY, false),
                member(),
                ServerFrames.ack(null, NAME, stored(false, 0, 0)),
                ServerFrames.ack("1", NAME, stored(true, 0, 0)),
                ServerFrames.ack("1", NAME, stored(false, 1, 2)),
                ServerFrames.pending(ROOM, "alice", null, NAME, "{}", NOW),
                ServerFrames.pending(ROOM, "alice", "Alice", NAME, "{}", NOW),
                ServerFrames.failed(ROOM, "alice", NAME, "timeout"),
                ServerFrames.signal(ROOM, "alice", "cursor", "{\"x\":1}"),
                ServerFrames.typing(ROOM, "alice", true),
                ServerFrames.status("1", UserStatus.ONLINE),
                ServerFrames.status(null, new UserStatus("away", "lunch")),
                ServerFrames.receipt(ROOM, new Cursor("alice", 2, 1)),
                ServerFrames.receipts(null, ROOM, List.of(), false),
                ServerFrames.receipts("1", ROOM, List.of(new Cursor("alice", 2, 1)), true),
                ServerFrames.rooms(null, List.of(), null),
                ServerFrames.rooms("1", List.of(new Standing(ROOM, 2, EPOCH, 2, 1, 1, "member")), ROOM),
                ServerFrames.history(null, ROOM, List.of(), false),
                ServerFrames.history("1", ROOM, List.of(message(1)), true));
    }

    private static List<byte[]> ofStreams() {
        Refusal conflict = new Refusal(CHUNK_CONFLICT, "seq is stored already, with other bytes");
        StreamState state = new StreamState(ChunkSet.EMPTY.with(0).with(3), 3, 5, "image/png");
        return List.of(
                StreamFrames.chunkAck(null, "s", 0, false, 0),
                StreamFrames.chunkAck("1", "s", 9_999_999, true, 1_048_576),
                StreamFrames.missing(null, "s", StreamState.NONE, -1),
                StreamFrames.missing("1", "s", StreamState.NONE, 1_000),
                StreamFrames.missing("1", "s", state, -1),
                StreamFrames.error("1", conflict, "s", 0),
                StreamFrames.error(null, Refusal.limit(TOO_LARGE, "meta too large", "meta", 1_024), "s", -1));
    }

    private static List<byte[]> errors() {
        return List.of(
                ServerFrames.error(null, Refusal.badRequest("room must be a string"), null, null),
                ServerFrames.error("1", new Refusal(BAD_REQUEST, "no"), ROOM, NAME),
                ServerFrames.error("1", new Refusal(VERSION_CONFLICT, "it has another").withVersion(2), ROOM, NAME),
                ServerFrames.error("1", Refusal.limit(TOO_LARGE, "body too large", "max-body-bytes", 1), ROOM, NAME),
                ServerFrames.error("1", new Refusal(RATE_LIMITED, "too fast", "sends-per-second=1", 10), ROOM, NAME));
    }

    private static Outcome stored(boolean duplicate, long target, long version) {
        return new Outcome(null, ROOM, EPOCH, 1, NOW, duplicate, null, null, 0, target, version);
    }

    private static byte[] member() {
        String body = new Membership(Membership.ADDED, "bob", "member").toBody();
        return new Message(ROOM, EPOCH, 2, "alice", null, null, NAME, NOW, Message.KIND_MEMBER, body, 0).toFrame();
    }

    private static byte[] change(String kind, String body, boolean deleted) {
        return new Message(ROOM, EPOCH, 2, "alice", null, null, NAME, NOW, kind, body, 0, 1, 2, deleted).toFrame();
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
                        replyTo,
                        0,
                        full ? 2 : 1,
                        false)
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
