package io.seqway.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** RFC 6455, section 5.2. */
class BroadcastTest {
    private static final List<String> TEXTS =
            Stream.of(0, 1, 125, 126, 65_535, 65_536, 300_000).map("x"::repeat).toList();

    @Test
    void eachTextIsAFrameOfItsOwn() {
        try (Broadcast broadcast = broadcast()) {
            assertThat(read(broadcast.frames())).isEqualTo(TEXTS);
        }
    }

    @Test
    void eachSocketReadsAllOfIt() {
        try (Broadcast broadcast = broadcast()) {
            ByteBuf one = broadcast.frames();
            ByteBuf other = broadcast.frames();
            assertThat(read(one)).isEqualTo(TEXTS);
            assertThat(read(other)).isEqualTo(TEXTS);
        }
    }

    @Test
    void itsMemoryIsFreeBehindTheSlowestSocket() {
        ByteBuf slow;
        try (Broadcast broadcast = broadcast()) {
            read(broadcast.frames());
            slow = broadcast.frames();
        }
        assertThat(slow.refCnt()).isPositive();
        assertThat(read(slow)).isEqualTo(TEXTS);
        assertThat(slow.refCnt()).isZero();
    }

    private static Broadcast broadcast() {
        return new Broadcast(TEXTS.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    /** What a client reads, which releases the frames. */
    private static List<String> read(ByteBuf frames) {
        WebSocketDecoderConfig client = WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(false)
                .maxFramePayloadLength(1_000_000)
                .build();
        EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameDecoder(client));
        channel.writeInbound(frames);
        List<String> texts = new ArrayList<>();
        for (TextWebSocketFrame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            assertThat(frame.isFinalFragment()).isTrue();
            texts.add(frame.text());
            frame.release();
        }
        channel.finishAndReleaseAll();
        return texts;
    }
}
