package io.seqway.protocol.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;

/** Writes one JSON object into bytes, member by member; members whose value is {@code null} are left out. */
public final class FrameWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Writes a part of a frame. */
    @FunctionalInterface
    public interface Part {
        void write(JsonGenerator generator) throws IOException;
    }

    private final ByteArrayBuilder bytes = new ByteArrayBuilder(512);
    private final JsonGenerator generator;

    private FrameWriter() throws IOException {
        generator = FACTORY.createGenerator(bytes);
        generator.writeStartObject();
    }

    /** Begins an object that is no frame. */
    public static FrameWriter object() {
        try {
            return new FrameWriter();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins a frame of this type. */
    public static FrameWriter frame(String type) {
        return object().put("type", type);
    }

    /** Begins the reply to the frame with this id, given as JSON text or {@code null}. */
    public static FrameWriter reply(String type, String id) {
        return frame(type).json("id", id);
    }

    public FrameWriter put(String name, String value) {
        return value == null ? this : part(g -> g.writeStringField(name, value));
    }

    public FrameWriter put(String name, long value) {
        return part(g -> g.writeNumberField(name, value));
    }

    public FrameWriter put(String name, boolean value) {
        return part(g -> g.writeBooleanField(name, value));
    }

    /** A member that stands in the frame even when it is {@code null}. */
    public FrameWriter putNullable(String name, String value) {
        return part(g -> g.writeStringField(name, value));
    }

    /** A value that is JSON text already. */
    public FrameWriter json(String name, String text) {
        return text == null
                ? this
                : part(g -> {
                    g.writeFieldName(name);
                    g.writeRawValue(text);
                });
    }

    /** An array of values that are encoded JSON already. */
    public FrameWriter array(String name, Collection<byte[]> values) {
        return part(g -> {
            g.writeArrayFieldStart(name);
            for (byte[] value : values) {
                g.writeRawValue(""); // writes the comma between two elements
                g.flush();
                bytes.write(value);
            }
            g.writeEndArray();
        });
    }

    /** An object of numbers. */
    public FrameWriter numbers(String name, Map<String, Long> values) {
        return part(g -> {
            g.writeObjectFieldStart(name);
            for (var value : values.entrySet()) {
                g.writeNumberField(value.getKey(), value.getValue());
            }
            g.writeEndObject();
        });
    }

    /** Whatever the other methods do not know. */
    public FrameWriter part(Part part) {
        try {
            part.write(generator);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: the bytes are in memory
        }
    }

    /** Ends the object: its bytes in UTF-8. */
    public byte[] toBytes() {
        try (generator) {
            generator.writeEndObject();
            generator.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
