package io.seqway.protocol.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads JSON text strictly, keeping of each value the text it came in: duplicate keys, lone surrogates, numbers beyond
 * a double and too deep nesting are refused (docs/protocol.md, "Limits").
 */
final class JsonText {
    /** Text that is no JSON object at all: costs the connection, not just the frame. */
    static final class NotAnObjectException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAnObjectException(String message) {
            super(message, null, false, false);
        }
    }

    private final JsonFactory factory;
    private final int maxDepth;

    JsonText(Limits limits) {
        maxDepth = limits.maxDepth();
        // The frame around a body is one level itself. Names are the client's, so they are never interned or cached.
        factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth + 1)
                        .build())
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    /** The members of an object, in their order. */
    Map<String, Fields.Value> members(String text) {
        try (JsonParser parser = factory.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new NotAnObjectException("a frame must be one JSON object");
            }
            Map<String, Fields.Value> members = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = wellFormed(parser.currentName());
                parser.nextToken();
                if (members.put(name, value(parser, text)) != null) {
                    throw duplicateKey();
                }
            }
            if (parser.nextToken() != null) {
                throw new NotAnObjectException("text after the JSON object");
            }
            return members;
        } catch (IOException e) {
            throw translate(e);
        }
    }

    /** The elements of an array. */
    List<Fields.Value> elements(String text) {
        try (JsonParser parser = factory.createParser(text)) {
            parser.nextToken();
            List<Fields.Value> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(value(parser, text));
            }
            return elements;
        } catch (IOException e) {
            throw translate(e);
        }
    }

    /**
     * Of an object that could not be read strictly: those scalar members of these names that stand in front of what
     * cannot be read at all, each by its first mention.
     */
    Map<String, Fields.Value> readableMembers(String text, Set<String> names) {
        Map<String, Fields.Value> members = new HashMap<>();
        try (JsonParser parser = factory.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (names.contains(name) && token != null && token.isScalarValue()) {
                    putReadable(members, name, parser, text);
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            return members; // what is known until here
        }
        return members;
    }

    private void putReadable(Map<String, Fields.Value> members, String name, JsonParser parser, String text)
            throws IOException {
        try {
            members.putIfAbsent(name, value(parser, text));
        } catch (Refusal notStrict) {
            members.remove(name);
        }
    }

    private Fields.Value value(JsonParser parser, String text) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        JsonToken token = parser.currentToken();
        String scalar = null;
        if (token.isStructStart()) {
            checkNested(parser);
        } else {
            scalar = scalar(parser, token);
        }
        parser.finishToken();
        int end = (int) parser.currentLocation().getCharOffset();
        return new Fields.Value(token, text.substring(start, end), scalar);
    }

    private void checkNested(JsonParser parser) throws IOException {
        List<Set<String>> names = new ArrayList<>();
        JsonToken token = parser.currentToken();
        do {
            switch (token) {
                case START_OBJECT -> names.add(new HashSet<>());
                case START_ARRAY -> names.add(null);
                case END_OBJECT, END_ARRAY -> names.remove(names.size() - 1);
                case FIELD_NAME -> {
                    if (!names.get(names.size() - 1).add(wellFormed(parser.currentName()))) {
                        throw duplicateKey();
                    }
                }
                default -> scalar(parser, token);
            }
        } while (!names.isEmpty() && (token = parser.nextToken()) != null);
    }

    private static String scalar(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            return wellFormed(parser.getText());
        }
        if (token.isNumeric() && Double.isInfinite(Double.parseDouble(parser.getText()))) {
            throw Refusal.badRequest("a number is beyond the range of a double");
        }
        return parser.getText();
    }

    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw loneSurrogate();
                }
                i++;
            }
        }
        return text;
    }

    private static Refusal loneSurrogate() {
        return Refusal.badRequest("a string holds a lone surrogate");
    }

    private static Refusal duplicateKey() {
        return Refusal.badRequest("an object holds the same key twice");
    }

    private RuntimeException translate(IOException e) {
        if (e instanceof StreamConstraintsException constraint) {
            if (constraint.getOriginalMessage().contains("nesting depth")) {
                return Refusal.limit(ErrorCode.LIMIT_EXCEEDED, "JSON nested too deep", "max-depth", maxDepth);
            }
            return Refusal.badRequest("a number has too many digits");
        }
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        if (message.contains("surrogate")) {
            return loneSurrogate(); // in a name, where the parser itself sees it
        }
        return new NotAnObjectException("not JSON: " + message);
    }
}
