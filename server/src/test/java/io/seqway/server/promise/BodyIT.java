package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.seqway.server.TestServer;
import io.seqway.testing.RawSocket;
import io.seqway.testing.ReceivedFrame;
import io.seqway.testing.SentFrame;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The body of a message comes back as the text that was sent, character by character: as it happens, as missed, as
 * history, from the owner's memory and from MongoDB. So it is compared as text, which no parser has touched.
 */
class BodyIT {
    private static final JsonFactory JSON = new JsonFactory();

    private static final List<String> BODIES = List.of(
            // Any value may stand alone.
            "null",
            "true",
            "false",
            "\"text\"",
            "\"\"",
            "0",
            "{}",
            "[]",
            // Names that mean something to MongoDB, to its drivers, or to JavaScript.
            "{\"$date\":\"2026-01-01T00:00:00Z\"}",
            "{\"$oid\":\"6b019ffd6cdb36151ab5e82e\"}",
            "{\"$numberLong\":\"1\",\"$binary\":{\"base64\":\"AA==\",\"subType\":\"00\"}}",
            "{\"_id\":1,\"$set\":{\"a\":1},\"a.b\":{\"$gt\":\"\"},\"$\":1,\".\":2,\"a.\":3}",
            "{\"\":{\"\":[\"\",{\"\":null}]}}",
            "{\"__proto__\":{\"a\":1},\"constructor\":1,\"a\\u0000b\":1}",
            // Names of the frame itself.
            "{\"type\":\"message\",\"seq\":1,\"body\":{\"body\":[{\"body\":1}]},\"messages\":[1]}",
            // Numbers: as they were written, not as a double would have them.
            "[0.1,-0,-0.0,1,1.0,1.00,1e0,1E+2,100,1e308,1e-400,5e-324,2.2250738585072011e-308]",
            "[9007199254740993,12345678901234567890,-18446744073709551616,0.1000000000000000055511151231257827]",
            "1" + "0".repeat(300) + ".5",
            "3." + "1415926535".repeat(90),
            // Strings: escapes stay escapes, characters stay characters.
            "\"\\u0000\\u001f\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\ud83d\\ude00\"",
            "\"é e\u0301 ß \u00a0 \u2028\u2029 \ufeff \ufffd \uffff 中文 \ud83d\ude00 \ud83d\udc68\u200d\ud83d\udc69"
                    + "\u200d\ud83d\udc67 \u202e\u007f\"",
            "\"</script><!--\\u003c/script\\u003e'&amp;\"",
            // The order of members and the space between them.
            "{\"b\":1,\"a\":2,\"10\":3,\"9\":4}",
            "{ \"a\" :\t[ 1 ,\r\n 2 ] ,\n\"b\" : { } }",
            // Near the limits.
            "[".repeat(32) + "]".repeat(32),
            "{\"a\":".repeat(31) + "{}" + "}".repeat(31),
            "[[],[[],[[],[[1,[2,[3]]]]]],{\"a\":[{\"b\":[{\"c\":[]}]}]}]",
            "\"" + "x".repeat(32 * 1024 - 2) + "\"",
            "\"" + "\ud83d\ude00".repeat(8 * 1024 - 1) + "\"");

    private ServerProcess server;

    @BeforeEach
    void start() {
        server = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri())
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyBodyComesBackAsItWasSent() throws IOException {
        try (RawSocket ann = connect()) {
            send(ann, "{\"type\":\"join\",\"room\":\"a\"}");
            for (int i = 0; i < BODIES.size(); i++) {
                send(
                        ann,
                        "{\"type\":\"send\",\"room\":\"a\",\"clientMsgId\":\"m" + i + "\",\"body\":" + BODIES.get(i)
                                + "}");
            }
            assertThat(bodies(ann, "message")).as("live").containsExactlyElementsOf(BODIES);
        }
        assertReadAsSent();
        server.terminate();
        try (ServerProcess again = server.startAgain()) {
            assertThat(again.isAlive()).isTrue();
            assertReadAsSent();
        }
    }

    private void assertReadAsSent() throws IOException {
        try (RawSocket bob = connect()) {
            send(bob, "{\"type\":\"resume\",\"rooms\":{\"a\":0}}");
            assertThat(bodies(bob, "missed")).as("missed").containsExactlyElementsOf(BODIES);
        }
        try (RawSocket bob = connect()) {
            for (int after = 0; after < BODIES.size(); after++) {
                send(bob, "{\"type\":\"history\",\"room\":\"a\",\"after\":" + after + ",\"limit\":1}");
            }
            assertThat(bodies(bob, "history")).as("history").containsExactlyElementsOf(BODIES);
        }
    }

    private RawSocket connect() throws IOException {
        RawSocket socket = RawSocket.connect("127.0.0.1", server.port());
        socket.handshake("/ws", Map.of("Authorization", "Bearer " + Tokens.token(TestServer.SECRET, "ann")));
        return socket;
    }

    private static void send(RawSocket socket, String frame) throws IOException {
        socket.send(SentFrame.text(frame));
    }

    /** The text of as many bodies as were sent, of frames of one type. */
    private static List<String> bodies(RawSocket socket, String type) throws IOException {
        List<String> bodies = new ArrayList<>();
        while (bodies.size() < BODIES.size()) {
            ReceivedFrame frame = socket.readFrame();
            String text = frame.text();
            assertThat(frame.fin()).isTrue();
            assertThat(text).doesNotStartWith("{\"type\":\"error\"");
            if (text.startsWith("{\"type\":\"" + type + "\"")) {
                addBodies(text, bodies);
            }
        }
        return bodies;
    }

    /** Those of the frame itself, or of its messages. */
    private static void addBodies(String frame, List<String> bodies) throws IOException {
        try (JsonParser parser = JSON.createParser(frame)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.currentName().equals("body")) {
                    parser.nextToken();
                    int start = (int) parser.currentTokenLocation().getCharOffset();
                    parser.skipChildren();
                    parser.finishToken();
                    bodies.add(frame.substring(
                            start, (int) parser.currentLocation().getCharOffset()));
                }
            }
        }
    }
}
