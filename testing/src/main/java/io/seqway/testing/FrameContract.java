package io.seqway.testing;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The published schemas of the frames of one side (protocol, {@code schema/}), which say what a frame may look like. Safe
 * to use from several threads.
 */
public final class FrameContract {

    /** The frames that the server sends. Their schemas are closed: a field that they do not name is none of theirs. */
    public static final FrameContract SERVER = new FrameContract("server");

    /** The frames that clients send, which may hold further fields. */
    public static final FrameContract CLIENT = new FrameContract("client");

    private static final String SCHEMAS = "io/seqway/protocol/schema/";
    private static final JsonSchemaFactory READER = JsonSchemaFactory.getInstance(VersionFlag.V7);
    private static final SchemaValidatorsConfig BY_POINTER =
            SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String side;
    private final Map<String, Optional<JsonSchema>> schemas = new ConcurrentHashMap<>();

    private FrameContract(String side) {
        this.side = side;
    }

    /** As {@link #violation(JsonNode)}, of a frame as it is on the wire: JSON in UTF-8. */
    public Optional<String> violation(byte[] frame) {
        try {
            return violation(JSON.readTree(frame));
        } catch (IOException e) {
            return Optional.of("A frame is no JSON: " + new String(frame, StandardCharsets.UTF_8));
        }
    }

    /** What is wrong with a frame, by its type, field and rule; empty if the schema of its type takes it. */
    public Optional<String> violation(JsonNode frame) {
        String type = frame.path("type").asText();
        Optional<JsonSchema> schema = schemas.computeIfAbsent(type, this::schema);
        if (schema.isEmpty()) {
            return Optional.of("No " + side + " of the contract says this: " + frame);
        }
        String wrong = schema.get().validate(frame).stream()
                .map(message -> message.getInstanceLocation() + " (" + message.getType() + ") " + message.getMessage())
                .collect(joining("; "));
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of("The frame " + type + " breaks the contract: " + wrong + "; it was " + frame);
    }

    private Optional<JsonSchema> schema(String type) {
        String path = SCHEMAS + side + '/' + type + ".json";
        URL found = FrameContract.class.getClassLoader().getResource(path);
        return found == null
                ? Optional.empty()
                : Optional.of(READER.getSchema(SchemaLocation.of("classpath:" + path), BY_POINTER));
    }
}
