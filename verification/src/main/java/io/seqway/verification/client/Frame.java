package io.seqway.verification.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seqway.verification.history.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A frame of the server's.
 *
 * @param fields all of it, but for bodies and {@code messages}
 * @param entries the entries in it: itself, if it is one, or those of {@code messages}
 */
record Frame(ObjectNode fields, List<Entry> entries) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * An entry as it was shown.
     *
     * @param bodyHash of the body's text as it stood in the frame, see {@link Message#hash}
     */
    record Entry(long seq, String sender, String clientMsgId, long bodyHash) {
        Message in(String room) {
            return new Message(room, sender, clientMsgId, bodyHash);
        }
    }

    static Frame parse(String text) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            List<Entry> entries = new ArrayList<>();
            return new Frame(object(parser, text, entries), entries);
        }
    }

    /** One that nobody sent. */
    static Frame of(String type) {
        return new Frame(JSON.createObjectNode().put("type", type), List.of());
    }

    String type() {
        return text("type");
    }

    /** A text; empty if there is none. */
    String text(String field) {
        return fields.path(field).asText("");
    }

    /** A number; 0 if there is none. */
    long number(String field) {
        return fields.path(field).asLong();
    }

    /** Reads an object and adds all entries that it holds, in their order. */
    private static ObjectNode object(JsonParser parser, String text, List<Entry> entries) throws IOException {
        ObjectNode object = JSON.createObjectNode();
        long bodyHash = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("body")) {
                bodyHash = Message.hash(slice(parser, text));
            } else if (name.equals("messages")) {
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    object(parser, text, entries);
                }
            } else {
                object.set(name, parser.readValueAsTree());
            }
        }
        if (object.path("type").asText().equals("message")) {
            entries.add(new Entry(
                    object.path("seq").asLong(),
                    object.path("sender").asText(),
                    object.path("clientMsgId").asText(),
                    bodyHash));
        }
        return object;
    }

    /** The text of the value that begins here, character by character. */
    private static String slice(JsonParser parser, String text) throws IOException {
        int from = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        return text.substring(from, (int) parser.currentLocation().getCharOffset());
    }
}
