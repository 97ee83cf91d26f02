package io.seqway.server.attack;

import static io.seqway.testing.SentFrame.CONTINUATION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.testing.RawSocket;
import io.seqway.testing.SentFrame;
import io.seqway.testing.SocketClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a user with a good token may say in one frame, and what it may not. */
class MessageAttackIT {
    private static final int TOO_BIG = 1009;
    private static final int NOT_JSON = 4400;
    private static final int FRAME_BYTES = 64 * 1024;
    private static final int TRIES = 50;
    private static final Duration AT_ONCE = Duration.ofMillis(5);

    private final AttackedServer server = AttackedServer.open();
    private final String room = AttackedServer.fresh("room");

    @AfterAll
    static void theServerIsUnhurt() {
        AttackedServer.open().assertUnhurt();
    }

    @Test
    void a42_aMessageThatIsTooBigEndsTheConnectionWithAWord() throws IOException {
        for (int size : List.of(FRAME_BYTES + 1, 3 * FRAME_BYTES, 4 * FRAME_BYTES + 1, 16 * FRAME_BYTES)) {
            try (SocketClient client = server.client("ann")) {
                client.send("{\"type\":\"ping\",\"id\":\"" + "x".repeat(size) + "\"}");
                assertThat(client.awaitClose().code()).as("%d bytes", size).isEqualTo(TOO_BIG);
            }
            try (RawSocket socket = server.visitor("ann")) {
                socket.send(SentFrame.text("x".repeat(size)));
                assertThat(socket.awaitClose().code()).as("%d bytes", size).isEqualTo(TOO_BIG);
            }
        }
        try (RawSocket socket = server.visitor("ann")) {
            SentFrame part =
                    SentFrame.of(CONTINUATION, new byte[FRAME_BYTES / 2]).notFinal();
            socket.send(SentFrame.text("{").notFinal());
            socket.send(part);
            socket.send(part);
            assertThat(socket.awaitClose().code()).as("in parts").isEqualTo(TOO_BIG);
        }
        try (SocketClient client = server.client("ann")) {
            JsonNode largest = client.request(Map.of("type", "ping", "x", "x".repeat(FRAME_BYTES - 40)));
            assertThat(largest.path("type").asText()).isEqualTo("pong");
        }
    }

    @Test
    void a43_jsonMadeToBeSlowIsRefusedAtOnce() {
        String deep = "[".repeat(30_000);
        String keys =
                IntStream.range(0, 7_000).mapToObj(i -> "\"" + i + "\":0").collect(Collectors.joining(",", "{", "}"));
        String colliding = IntStream.range(0, 1 << 11)
                .mapToObj(i -> "\"" + sameHash(i, 11) + "\":0")
                .collect(Collectors.joining(",", "{", "}"));
        try (SocketClient client = server.member("ann", room)) {
            assertThat(sameHash(0, 11).hashCode()).isEqualTo(sameHash(2047, 11).hashCode());
            assertRefusedAtOnce(client, "limit-exceeded", deep + "]".repeat(30_000));
            assertRefusedAtOnce(client, "limit-exceeded", "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000));
            assertRefusedAtOnce(client, "limit-exceeded", deep);
            assertRefusedAtOnce(client, "bad-request", "9".repeat(60_000));
            assertRefusedAtOnce(client, "bad-request", "1e" + "9".repeat(60_000));
            assertRefusedAtOnce(client, "bad-request", "0." + "0".repeat(50_000) + "1");
            assertRefusedAtOnce(client, "too-large", keys);
            assertRefusedAtOnce(client, "too-large", colliding);
            assertRefusedAtOnce(client, "too-large", "\"" + "\\u0041".repeat(10_000) + "\"");
        }
    }

    /** One of some tries is hardly slower than a harmless frame of that size: the machine may be busy with others. */
    private void assertRefusedAtOnce(SocketClient client, String code, String body) {
        String frame = "{\"type\":\"send\",\"id\":\"%s\",\"room\":\"" + room + "\",\"clientMsgId\":\"m\",\"body\":"
                + body + "}";
        String harmless = "{\"type\":\"ping\",\"id\":\"%s\",\"x\":\"" + "x".repeat(body.length()) + "\"}";
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < TRIES && best.compareTo(AT_ONCE) >= 0; i++) {
            Duration usual = timeToAnswer(client, harmless, "pong", "type");
            Duration more = timeToAnswer(client, frame, code, "code").minus(usual);
            best = more.compareTo(best) < 0 ? more : best;
        }
        assertThat(best)
                .as("time to refuse %.40s, beyond that for a harmless frame", body)
                .isLessThan(AT_ONCE);
    }

    private static Duration timeToAnswer(SocketClient client, String frame, String expected, String field) {
        String id = AttackedServer.fresh("id");
        String ready = frame.formatted(id);
        long began = System.nanoTime();
        client.send(ready);
        JsonNode answer = client.awaitReply(id);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(answer.path(field).asText()).as(answer.toString()).isEqualTo(expected);
        return took;
    }

    /** Strings of one hash code: "Aa" and "BB" have the same. */
    private static String sameHash(int number, int pairs) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pairs; i++) {
            text.append((number >> i & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    @Test
    void a44_whatIsAlmostJsonIsRefused() throws IOException {
        for (String text : List.of(
                "",
                " ",
                "null",
                "7",
                "[]",
                "\"ping\"",
                "{",
                "{\"type\":\"ping\"",
                "{\"type\":\"ping\"}}",
                "{\"type\":\"ping\"} {\"type\":\"ping\"}",
                "{\"type\":\"ping\"} x",
                "\uFEFF{\"type\":\"ping\"}",
                "{\"type\":\"ping\",\"x\":NaN}",
                "{\"type\":\"ping\",\"x\":-Infinity}",
                "{\"type\":\"ping\",\"x\":01}",
                "{\"type\":\"ping\",\"x\":+1}",
                "{\"type\":\"ping\",\"x\":.5}",
                "{\"type\":\"ping\",\"x\":1.}",
                "{\"type\":\"ping\",\"x\":0x1F}",
                "{\"type\":\"ping\",\"x\":1_000}",
                "{\"type\":\"ping\",\"x\":undefined}",
                "{\"type\":\"ping\",\"x\":[1,]}",
                "{\"type\":\"ping\",}",
                "{\"type\":\"ping\"/* a comment */}",
                "{\"type\":\"ping\"} // a comment",
                "{'type':'ping'}",
                "{type:\"ping\"}",
                "{\"type\":\"ping\",\"x\":\"\u0001\"}",
                "{\"type\":\"ping\",\"x\":\"line\nbreak\"}",
                "{\"type\":\"ping\",\"x\":\"\\x41\"}",
                "{\"type\":\"ping\",\"x\":\"\\u00\"}",
                "{\"type\":\"ping\"}\u0000")) {
            try (RawSocket socket = server.visitor("ann")) {
                socket.send(SentFrame.text(text));
                assertThat(socket.awaitClose().code()).as("<%s>", text).isEqualTo(NOT_JSON);
            }
        }
        try (SocketClient client = server.member("ann", room)) {
            assertRefused(client, "bad-request", "\"type\":\"ping\",\"type\":\"ping\"");
            assertRefused(client, "bad-request", "\"type\":\"ping\",\"x\":{\"a\":1,\"b\":{\"c\":1,\"c\":1}}");
            assertRefused(client, "bad-request", "\"type\":\"ping\",\"x\":{\"a\":1,\"\\u0061\":1}");
            assertRefused(client, "bad-request", "\"type\":\"ping\",\"x\":\"\\ud800\"");
            assertRefused(client, "bad-request", "\"type\":\"ping\",\"x\":\"\\udc00\\ud800\"");
            assertRefused(client, "bad-request", "\"type\":\"ping\",\"\\ud800\":1");
            assertRefused(client, "bad-request", "\"type\":\"ping\",\"x\":1e400");
        }
    }

    @Test
    void a45_aPositionThatIsNoPositionIsRefused() {
        try (SocketClient client = server.member("ann", room)) {
            for (String seq : List.of(
                    "-1",
                    "9007199254740992",
                    "9007199254740993",
                    "18446744073709551616",
                    "1e400",
                    "1e3",
                    "1.5",
                    "1.0",
                    "\"10\"",
                    "true",
                    "[1]",
                    "{\"$gt\":0}",
                    "-9007199254740993")) {
                assertRefused(client, "bad-request", "\"type\":\"join\",\"room\":\"%s\",\"lastSeq\":%s", room, seq);
                assertRefused(client, "bad-request", "\"type\":\"resume\",\"rooms\":{\"%s\":{\"seq\":%s}}", room, seq);
                assertRefused(client, "bad-request", "\"type\":\"history\",\"room\":\"%s\",\"before\":%s", room, seq);
                assertRefused(client, "bad-request", "\"type\":\"history\",\"room\":\"%s\",\"after\":%s", room, seq);
                assertRefused(
                        client,
                        "bad-request",
                        "\"type\":\"send\",\"room\":\"%s\",\"clientMsgId\":\"1\",\"body\":1,\"replyTo\":%s",
                        room,
                        seq);
            }
            for (String nothing : List.of("null", "{}", "{\"seq\":null}", "\"\"")) {
                assertRefused(client, "bad-request", "\"type\":\"resume\",\"rooms\":{\"%s\":%s}", room, nothing);
            }
            for (String limit : List.of("0", "101", "-1", "1e2", "\"5\"")) {
                assertRefused(
                        client,
                        "bad-request",
                        "\"type\":\"history\",\"room\":\"%s\",\"after\":0,\"limit\":%s",
                        room,
                        limit);
            }
            assertRefused(client, "bad-request", "\"type\":\"join\",\"room\":\"%s\",\"tail\":1001", room);
            assertRefused(client, "bad-request", "\"type\":\"join\",\"room\":\"%s\",\"tail\":5,\"lastSeq\":1", room);
            assertRefused(client, "bad-request", "\"type\":\"history\",\"room\":\"%s\",\"before\":null", room);
        }
    }

    @Test
    void a46_aRoomThatIsNoIdIsRefusedBeforeAnythingIsAsked() {
        try (SocketClient client = server.client("ann")) {
            for (String odd : List.of(
                    "\"../../etc/passwd\"",
                    "\"..\"",
                    "\".\"",
                    "\"\"",
                    "\"$where\"",
                    "\"a b\"",
                    "\"a!b\"",
                    "\"a/b\"",
                    "\"a\\u0000b\"",
                    "\"a\\r\\nSet-Cookie: x\"",
                    "\"\\u202eevil\"",
                    "\"caf\u00e9\"",
                    "\"${jndi:ldap://127.0.0.1/x}\"",
                    "\"" + "a".repeat(129) + "\"",
                    "\"" + "a".repeat(10 * 1024) + "\"",
                    "{\"$gt\":\"\"}",
                    "[\"a\"]",
                    "7",
                    "true",
                    "null")) {
                assertRefused(client, "bad-request", "\"type\":\"join\",\"room\":%s", odd);
                assertRefused(client, "bad-request", "\"type\":\"history\",\"room\":%s,\"after\":0", odd);
                assertRefused(client, "bad-request", "\"type\":\"presence\",\"room\":%s", odd);
                assertRefused(
                        client, "bad-request", "\"type\":\"send\",\"room\":%s,\"clientMsgId\":\"1\",\"body\":1", odd);
                assertRefused(
                        client,
                        "bad-request",
                        "\"type\":\"send\",\"room\":\"%s\",\"clientMsgId\":%s,\"body\":1",
                        room,
                        odd);
                if (odd.startsWith("\"")) {
                    assertRefused(client, "bad-request", "\"type\":\"resume\",\"rooms\":{%s:0}", odd);
                }
            }
            assertRefused(client, "bad-request", "\"type\":\"join\"");
        }
    }

    @Test
    void a47_unknownFieldsAreIgnoredAndUnknownTypesAnswered() {
        try (SocketClient client = server.client("ann")) {
            assertThat(client.request(Map.of("type", "ping", "x", List.of(1), "$where", "1", "__proto__", Map.of()))
                            .path("type")
                            .asText())
                    .isEqualTo("pong");
            assertRefused(client, "unknown-type", "\"type\":\"shutdown\"");
            assertRefused(client, "unknown-type", "\"type\":\"PING\"");
            assertRefused(client, "unknown-type", "\"type\":\"%s\"", "x".repeat(50_000));
            assertRefused(client, "bad-request", "\"type\":7");
            assertRefused(client, "bad-request", "\"type\":null");
            assertRefused(client, "bad-request", "\"x\":1");
            client.send("{\"type\":\"ping\",\"id\":{\"a\":1}}");
            client.send("{\"type\":\"ping\",\"id\":\"" + "x".repeat(129) + "\"}");
            client.send("{\"type\":\"ping\",\"id\":1.5}");
            client.request(Map.of("type", "ping"));
            assertThat(client.received("error"))
                    .filteredOn(error -> !error.has("id"))
                    .extracting(error -> error.path("code").asText())
                    .containsExactly("bad-request", "bad-request", "bad-request");
        }
    }

    @Test
    void a48_theSenderIsTheOneOfTheToken() {
        try (SocketClient client = server.member("ann", room);
                SocketClient reader = server.member("bob", room)) {
            client.send("{\"type\":\"send\",\"id\":1,\"room\":\"" + room + "\",\"clientMsgId\":\"1\",\"body\":1,"
                    + "\"sender\":\"admin\",\"userId\":\"admin\",\"senderName\":\"Admin\",\"senderPicture\":\"x\","
                    + "\"seq\":99,\"time\":1,\"kind\":\"delete\",\"epoch\":\"x\",\"role\":\"service\",\"version\":9}");
            assertThat(client.awaitReply(1).path("seq").asLong()).isEqualTo(1);
            JsonNode message = reader.await("message");
            assertThat(message.path("sender").asText()).isEqualTo("ann");
            assertThat(message.path("kind").asText()).isEqualTo("message");
            assertThat(message.path("seq").asLong()).isEqualTo(1);
            assertThat(message.has("senderName")).isFalse();
            assertThat(message.path("time").asLong())
                    .isGreaterThan(System.currentTimeMillis() - TimeUnit.MINUTES.toMillis(1));
        }
    }

    @Test
    void a49_anIdUsedAgainForSomethingElseIsAConflict() {
        try (SocketClient ann = server.member("ann", room);
                SocketClient bob = server.member("bob", room)) {
            assertThat(send(ann, "1", "first").path("seq").asLong()).isEqualTo(1);
            assertThat(send(ann, "1", "second").path("code").asText()).isEqualTo("id-conflict");
            assertThat(send(ann, "1", "first").path("duplicate").asBoolean()).isTrue();
            assertThat(send(bob, "1", "second").path("seq").asLong())
                    .as("ids are each user's own")
                    .isEqualTo(2);
        }
    }

    private JsonNode send(SocketClient client, String clientMsgId, String body) {
        return client.request(Map.of("type", "send", "room", room, "clientMsgId", clientMsgId, "body", body));
    }

    /** The frame of these members is answered by an error that names the frame, and the connection goes on. */
    private static void assertRefused(SocketClient client, String code, String members, Object... parts) {
        String id = AttackedServer.fresh("id");
        client.send("{\"id\":\"" + id + "\"," + members.formatted(parts) + "}");
        JsonNode answer = client.awaitReply(id);
        assertThat(answer.path("code").asText())
                .as("%.200s: %s", members.formatted(parts), answer)
                .isEqualTo(code);
        assertThat(answer.toString().getBytes(StandardCharsets.UTF_8))
                .as("answer")
                .hasSizeLessThan(1_000);
    }
}
