package io.seqway.protocol.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.StreamMessage.AskStream;
import io.seqway.protocol.bus.StreamMessage.ChunkFound;
import io.seqway.protocol.bus.StreamMessage.ChunkStored;
import io.seqway.protocol.bus.StreamMessage.PutChunk;
import io.seqway.protocol.bus.StreamMessage.ReadChunk;
import io.seqway.protocol.bus.StreamMessage.Refused;
import io.seqway.protocol.bus.StreamMessage.RemoveStream;
import io.seqway.protocol.bus.StreamMessage.StreamFound;
import io.seqway.protocol.bus.StreamMessage.StreamRemoved;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What gateways and message stores say of streams, as it is said and as it was said by the first version that did. */
class StreamMessagesTest {
    private static final List<BusMessage> MESSAGES = List.of(
            new PutChunk("ann", "s", 7, "image/png", "{\"n\":1}", true, new byte[] {0, -1, 65}),
            new PutChunk("ann", "s", 0, null, null, false, new byte[0]),
            new ChunkStored(true),
            new AskStream("ann", "s"),
            new StreamFound("k1", 3, new byte[] {2}, -1, 5L << 32, null),
            new StreamFound(null, 0, new byte[0], -1, 0, null),
            new ReadChunk("ann", "s", "k1", 9_999_999),
            new ChunkFound(new byte[] {1, 2}, "1"),
            new ChunkFound(null, null),
            new RemoveStream("ann", "s"),
            new StreamRemoved(false),
            new Refused("limit-exceeded", "too many", "max-streams-per-user=1", 0));

    private final BusCodec codec = new BusCodec(Assertions::fail);

    @Test
    void whatIsSaidIsHeard() {
        for (BusMessage message : MESSAGES) {
            Buffer wire = Buffer.buffer();
            codec.encodeToWire(wire, message);
            assertThat(codec.decodeFromWire(0, wire)).usingRecursiveComparison().isEqualTo(message);
        }
    }

    /** New messages are added at the end; what stands there is never changed. */
    @Test
    void whatTheFirstVersionWithStreamsSaysIsUnderstood() throws IOException {
        try (InputStream in = StreamMessagesTest.class.getResourceAsStream("streams.txt")) {
            List<BusMessage> heard = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(hex ->
                            codec.decodeFromWire(0, Buffer.buffer(HexFormat.of().parseHex(hex))))
                    .toList();
            assertThat(heard).usingRecursiveComparison().isEqualTo(MESSAGES);
        }
    }
}
