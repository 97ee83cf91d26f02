package io.seqway.server.attack;

import static io.seqway.testing.SentFrame.BINARY;
import static io.seqway.testing.SentFrame.CLOSE;
import static io.seqway.testing.SentFrame.CONTINUATION;
import static io.seqway.testing.SentFrame.PING;
import static io.seqway.testing.SentFrame.PONG;
import static io.seqway.testing.SentFrame.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seqway.testing.HttpHead;
import io.seqway.testing.RawSocket;
import io.seqway.testing.ReceivedFrame;
import io.seqway.testing.SentFrame;
import io.seqway.testing.SentFrame.LengthForm;
import io.seqway.testing.SocketClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Frames that no WebSocket client may send (RFC 6455), from strangers that have not even said who they are. */
class FrameAttackIT {
    private static final SentFrame QUESTION = SentFrame.text("{\"type\":\"ping\",\"id\":1}");
    private static final int PROTOCOL_ERROR = 1002;
    private static final int INVALID_TEXT = 1007;
    private static final int TOO_BIG = 1009;
    private static final int FLOOD = 4429;

    private final AttackedServer server = AttackedServer.open();

    @AfterAll
    static void theServerIsUnhurt() {
        AttackedServer.open().assertUnhurt();
    }

    @Test
    void a28_aFrameWithoutAMaskEndsTheConnection() throws IOException {
        assertClosed(PROTOCOL_ERROR, QUESTION.unmasked());
        assertClosed(PROTOCOL_ERROR, SentFrame.of(PING, new byte[3]).unmasked());
        try (RawSocket socket = server.stranger()) {
            socket.send(QUESTION.unmasked());
            assertThat(socket.awaitClose().code()).isEqualTo(PROTOCOL_ERROR);
            socket.awaitEnd(Duration.ofSeconds(3));
        }
    }

    @Test
    void a29_aReservedOpcodeEndsTheConnection() throws IOException {
        for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
            assertClosed(PROTOCOL_ERROR, SentFrame.of(opcode, new byte[3]));
        }
    }

    @Test
    void a30_aReservedBitEndsTheConnection() throws IOException {
        for (int bits = 1; bits <= 7; bits++) {
            assertClosed(PROTOCOL_ERROR, QUESTION.withRsv(bits));
        }
    }

    @Test
    void a31_aControlFrameThatIsLongOrFragmentedEndsTheConnection() throws IOException {
        for (int opcode : new int[] {PING, PONG, CLOSE}) {
            assertClosed(PROTOCOL_ERROR, SentFrame.of(opcode, new byte[126]));
            assertClosed(PROTOCOL_ERROR, SentFrame.of(opcode, new byte[2]).notFinal());
        }
    }

    @Test
    void a32_fragmentsOutOfOrderEndTheConnection() throws IOException {
        assertClosed(PROTOCOL_ERROR, SentFrame.of(CONTINUATION, bytes("x")));
        assertClosed(PROTOCOL_ERROR, SentFrame.of(CONTINUATION, bytes("x")).notFinal());
        assertClosed(PROTOCOL_ERROR, SentFrame.text("{").notFinal(), QUESTION);
        assertClosed(PROTOCOL_ERROR, SentFrame.text("{").notFinal(), SentFrame.of(BINARY, bytes("x")));
    }

    @Test
    void a33_aLengthThatCannotBeEndsTheConnection() throws IOException {
        assertClosed(PROTOCOL_ERROR, QUESTION.withLength(LengthForm.BITS_64, Long.MIN_VALUE));
        assertClosed(PROTOCOL_ERROR, QUESTION.withLength(LengthForm.BITS_64, -1));
        assertClosed(PROTOCOL_ERROR, QUESTION.withLength(LengthForm.BITS_16, 5));
        assertClosed(PROTOCOL_ERROR, QUESTION.withLength(LengthForm.BITS_64, 5));
        assertClosed(TOO_BIG, QUESTION.withLength(LengthForm.BITS_64, 1L << 40));
        assertClosed(TOO_BIG, QUESTION.withLength(LengthForm.BITS_64, Long.MAX_VALUE));
    }

    @Test
    void a34_compressionIsNeverNegotiated() throws IOException {
        for (String offer : List.of(
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits; server_no_context_takeover",
                "x-webkit-deflate-frame",
                "deflate-frame, permessage-deflate")) {
            try (RawSocket socket = server.tcp()) {
                HttpHead head = socket.handshake("/ws", Map.of("Sec-WebSocket-Extensions", offer));
                assertThat(head.status()).isEqualTo(101);
                assertThat(head.header("Sec-WebSocket-Extensions")).as(offer).isNull();
                socket.send(SentFrame.of(TEXT, HexFormat.of().parseHex("aa560a492d2e512a4a2d2e0000000000ffff"))
                        .withRsv(4));
                assertThat(socket.awaitClose().code()).isEqualTo(PROTOCOL_ERROR);
            }
        }
    }

    @Test
    void a35_fragmentsWithoutEndAreCut() throws IOException {
        for (byte[] part : List.of(new byte[0], bytes(" "))) {
            try (RawSocket socket = server.stranger()) {
                socket.send(SentFrame.of(TEXT, part).notFinal());
                byte[] next = SentFrame.of(CONTINUATION, part).notFinal().bytes();
                sendUntilCut(socket, next, 2_000);
                assertThat(socket.awaitClose().code()).isEqualTo(TOO_BIG);
            }
        }
    }

    @Test
    void a36_aMessageWhoseFirstFragmentIsEmptyIsDeliveredWhole() throws IOException {
        byte[] text = bytes("{\"type\":\"ping\",\"id\":\"ü\"}");
        try (RawSocket socket = server.stranger()) {
            for (int cut = 0; cut <= text.length; cut++) {
                socket.send(SentFrame.text("").notFinal());
                socket.send(SentFrame.of(CONTINUATION, part(text, 0, cut)).notFinal());
                socket.send(SentFrame.of(PING, bytes("between")));
                socket.send(SentFrame.of(CONTINUATION, part(text, cut, text.length)));
                assertThat(socket.readFrame().opcode()).isEqualTo(PONG);
                assertThat(socket.readFrame().text()).contains("\"pong\"", "\"ü\"");
            }
        }
    }

    @Test
    void a37_textThatIsNotUtf8EndsTheConnection() throws IOException {
        for (String bytes : List.of(
                "c0af", // overlong "/"
                "e08080", // overlong NUL
                "eda080", // a high surrogate alone
                "edb080", // a low surrogate alone
                "eda081edb080", // a pair of surrogates
                "f4908080", // beyond the last code point
                "ff",
                "80",
                "e282")) {
            byte[] text =
                    concat(bytes("{\"type\":\"ping\",\"id\":\""), HexFormat.of().parseHex(bytes), bytes("\"}"));
            assertClosed(INVALID_TEXT, SentFrame.of(TEXT, text));
            int middle = 24;
            assertClosed(
                    INVALID_TEXT,
                    SentFrame.of(TEXT, part(text, 0, middle)).notFinal(),
                    SentFrame.of(CONTINUATION, part(text, middle, text.length)));
        }
        assertClosed(INVALID_TEXT, SentFrame.of(CLOSE, HexFormat.of().parseHex("03e8c0af")));
    }

    @Test
    void a38_aFloodOfControlFramesEndsTheConnection() throws IOException {
        for (int opcode : new int[] {PING, PONG}) {
            for (byte[] payload : List.of(new byte[0], new byte[125])) {
                try (RawSocket socket = server.stranger()) {
                    sendUntilCut(socket, SentFrame.of(opcode, payload).bytes(), 10_000);
                    assertThat(socket.awaitClose().code()).isEqualTo(FLOOD);
                }
            }
        }
    }

    @Test
    void a39_aCloseCodeThatMustNotBeSentIsAProtocolError() throws IOException {
        for (int code : new int[] {0, 1, 999, 1004, 1005, 1006, 1015, 2000, 2999, 5000, 65535}) {
            assertClosed(PROTOCOL_ERROR, SentFrame.close(code));
        }
        assertClosed(PROTOCOL_ERROR, SentFrame.of(CLOSE, new byte[1]));
        for (int code : new int[] {1000, 1001, 1011, 3000, 4000, 4999}) {
            assertClosed(code, SentFrame.close(code));
        }
        try (RawSocket socket = server.stranger()) {
            socket.send(SentFrame.of(CLOSE, new byte[0]));
            assertThat(socket.awaitClose().code()).as("the answer to no code").isIn(1000, 1005);
        }
    }

    @Test
    void a40_whatComesBehindACloseIsIgnored() throws IOException {
        String room = AttackedServer.fresh("room");
        try (RawSocket socket = server.visitor("ann");
                SocketClient reader = server.member("bob", room)) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(SentFrame.text("{\"type\":\"join\",\"room\":\"" + room + "\"}")
                    .bytes());
            all.writeBytes(send(room, "before").bytes());
            all.writeBytes(SentFrame.close(1000).bytes());
            all.writeBytes(send(room, "behind").bytes());
            all.writeBytes(SentFrame.of(PING, bytes("behind")).bytes());
            all.writeBytes(SentFrame.close(4000).bytes());
            socket.send(all.toByteArray());
            ReceivedFrame frame = socket.readFrame();
            while (!frame.isClose()) {
                assertThat(frame.opcode()).isEqualTo(TEXT);
                frame = socket.readFrame();
            }
            assertThat(frame.close().code()).isEqualTo(1000);
            assertThatThrownBy(socket::readFrame).isInstanceOf(IOException.class);
            reader.request(Map.of("type", "send", "room", room, "clientMsgId", "after", "body", "after"));
            reader.await(message -> message.path("clientMsgId").asText().equals("after"));
            assertThat(reader.received("message"))
                    .extracting(message -> message.path("body").asText())
                    .doesNotContain("behind");
        }
    }

    @Test
    void a41_ofAStrangerNoMoreIsKeptOfAFrameThanFourTextFramesHave() throws IOException {
        SentFrame chunk = SentFrame.of(BINARY, new byte[1024 * 1024]);
        try (RawSocket socket = server.stranger()) {
            socket.send(Arrays.copyOf(chunk.bytes(), 200 * 1024));
            socket.send(QUESTION.bytes()); // is within the frame
            sendUntilCut(socket, new byte[64 * 1024], 10);
            assertThat(socket.awaitClose().code()).isEqualTo(TOO_BIG);
        }
        try (RawSocket socket = server.stranger()) {
            socket.send(SentFrame.of(BINARY, bytes("no chunk")));
            socket.send(QUESTION);
            assertThat(socket.readFrame().text()).contains("unauthenticated");
        }
    }

    /** Random bytes where frames should be, the same ones in each run: one connection each, and no more. */
    @Test
    void fuzz_randomBytesCostOneConnection() throws IOException {
        Random random = new Random(20_240_607);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[1 + random.nextInt(300)];
            random.nextBytes(noise);
            try (RawSocket socket = i % 2 == 0 ? server.stranger() : server.tcp()) {
                socket.send(noise);
                if (i % 4 == 0) {
                    socket.reset();
                }
            }
        }
    }

    private void assertClosed(int code, SentFrame... frames) throws IOException {
        try (RawSocket socket = server.stranger()) {
            for (SentFrame frame : frames) {
                socket.send(frame);
            }
            assertThat(socket.awaitClose().code())
                    .as("after %s", List.of(frames))
                    .isEqualTo(code);
        }
    }

    /** Sends the same again and again; a server that has had enough need not take it all. */
    private static void sendUntilCut(RawSocket socket, byte[] frame, int times) {
        try {
            for (int i = 0; i < times; i++) {
                socket.send(frame);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
    }

    private static SentFrame send(String room, String body) {
        return SentFrame.text("{\"type\":\"send\",\"room\":\"" + room + "\",\"clientMsgId\":\"" + body
                + "\",\"body\":\"" + body + "\"}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] part(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
