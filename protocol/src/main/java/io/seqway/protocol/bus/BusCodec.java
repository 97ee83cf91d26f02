package io.seqway.protocol.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Carries {@link BusMessage}s: as CBOR between nodes, where unknown members are ignored so that old and new nodes
 * understand each other, and as the very same immutable object within a node.
 */
public final class BusCodec implements MessageCodec<BusMessage, BusMessage> {
    private static final String NAME = "s1";
    private static final ObjectMapper CBOR = CBORMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(JsonInclude.Value.ALL_NON_NULL)
            .build();

    /** Delivery options that name this codec. */
    public static final DeliveryOptions OPTIONS = new DeliveryOptions().setCodecName(NAME);

    private BusCodec() {}

    static BusCodec create() {
        return new BusCodec();
    }

    /** Registers the codec with the event bus of a node; once per node, before anything is sent. */
    public static void register(EventBus bus) {
        bus.registerCodec(create());
    }

    @Override
    public void encodeToWire(Buffer buffer, BusMessage message) {
        try {
            byte[] bytes = CBOR.writerFor(BusMessage.class).writeValueAsBytes(message);
            buffer.appendInt(bytes.length).appendBytes(bytes);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public BusMessage decodeFromWire(int position, Buffer buffer) {
        int length = buffer.getInt(position);
        try {
            return CBOR.readValue(buffer.getBytes(position + 4, position + 4 + length), BusMessage.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public BusMessage transform(BusMessage message) {
        return message;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
