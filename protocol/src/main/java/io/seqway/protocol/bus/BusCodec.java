package io.seqway.protocol.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries {@link BusMessage}s: as CBOR between nodes, behind a byte that says which version a reader must know, and as the
 * very same immutable object within a node. Nodes of two versions run side by side: what a newer one adds to a message is
 * ignored, and a message that this node cannot read is reported once and dropped, as if the bus had lost it
 * (docs/architecture.md, "Two versions side by side").
 */
public final class BusCodec implements MessageCodec<BusMessage, BusMessage> {
    /** The version of what this node reads, and of what it says. */
    static final int VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(BusCodec.class);
    private static final int MAX_REPORTED = 100;
    private static final int HEADER = 5;
    /** Never another one: Vert.x of an older node would not find the codec. */
    private static final String NAME = "s1";

    private static final ObjectMapper CBOR = CBORMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(JsonInclude.Value.ALL_NON_NULL)
            .build();

    private final Consumer<String> report;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    /** Delivery options that name this codec. */
    public static final DeliveryOptions OPTIONS = new DeliveryOptions().setCodecName(NAME);

    /** @param report gets a line for each kind of message that cannot be read, once */
    BusCodec(Consumer<String> report) {
        this.report = report;
    }

    /** Registers the codec with the event bus of a node; once per node, before anything is sent. */
    public static void register(EventBus bus) {
        bus.registerCodec(new BusCodec(LOG::warn));
    }

    @Override
    public void encodeToWire(Buffer buffer, BusMessage message) {
        try {
            byte[] bytes = CBOR.writerFor(BusMessage.class).writeValueAsBytes(message);
            buffer.appendByte((byte) VERSION).appendInt(bytes.length).appendBytes(bytes);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public BusMessage decodeFromWire(int position, Buffer buffer) {
        int version = buffer.getUnsignedByte(position);
        if (version > VERSION) {
            return unreadable(version, "it needs version " + version + " of the bus, this node has " + VERSION);
        }
        int from = position + HEADER;
        try {
            return CBOR.readValue(buffer.getBytes(from, from + buffer.getInt(position + 1)), BusMessage.class);
        } catch (InvalidTypeIdException e) {
            return unreadable(version, "its kind is unknown: " + e.getTypeId());
        } catch (IOException e) {
            return unreadable(version, "it is malformed: " + e.getClass().getSimpleName());
        }
    }

    private BusMessage unreadable(int version, String why) {
        if (reported.size() < MAX_REPORTED && reported.add(why)) {
            report.accept("dropped a message of another node, and will drop others like it in silence: " + why);
        }
        return new BusMessage.Unreadable(version);
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
