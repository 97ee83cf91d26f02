package io.seqway.protocol.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What an entry of the kind {@code member} says: who may be in the room from it on, or may not any more
 * (docs/protocol.md, "Members").
 *
 * @param action {@link #ADDED}, {@link #REMOVED} or {@link #ROLE}
 * @param role the one that the user has by it; of who is removed the one that it was
 */
public record Membership(String action, String userId, String role) {
    /** Somebody is a member who was none. */
    public static final String ADDED = "added";

    /** Somebody is no member any more. */
    public static final String REMOVED = "removed";

    /** A member has another role. */
    public static final String ROLE = "role";

    private static final JsonFactory FACTORY = new JsonFactory();
    /** Inside of a string its quotes would be escaped, and no value in front of it is an object. */
    private static final byte[] KIND = "\"kind\":\"".getBytes(StandardCharsets.UTF_8);

    private static final byte[] MEMBER = (Message.KIND_MEMBER + '"').getBytes(StandardCharsets.UTF_8);

    /** The body of the entry, as JSON text. */
    public String toBody() {
        byte[] body = FrameWriter.object()
                .put("action", action)
                .put("userId", userId)
                .put("role", role)
                .toBytes();
        return new String(body, StandardCharsets.UTF_8);
    }

    /** What the body of an entry says. */
    public static Membership ofBody(String body) {
        try (JsonParser parser = FACTORY.createParser(body)) {
            parser.nextToken();
            return read(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a {@code message} frame says of the members of its room; {@code null} if it is of another kind. */
    public static Membership ofFrame(byte[] messageFrame) {
        if (!isMember(messageFrame)) {
            return null;
        }
        try (JsonParser parser = FACTORY.createParser(messageFrame)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isBody = parser.currentName().equals("body");
                parser.nextToken();
                if (isBody) {
                    return read(parser);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalArgumentException("no message frame");
    }

    /** Looks at the bytes only: each hub asks this of each entry that comes in. */
    private static boolean isMember(byte[] frame) {
        for (int i = 0; i <= frame.length - KIND.length - MEMBER.length; i++) {
            if (startsWith(frame, i, KIND)) {
                return startsWith(frame, i + KIND.length, MEMBER);
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] frame, int from, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (frame[from + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static Membership read(JsonParser object) throws IOException {
        String action = null;
        String userId = null;
        String role = null;
        while (object.nextToken() == JsonToken.FIELD_NAME) {
            String field = object.currentName();
            object.nextToken();
            switch (field) {
                case "action" -> action = object.getText();
                case "userId" -> userId = object.getText();
                case "role" -> role = object.getText();
                default -> object.skipChildren();
            }
        }
        return new Membership(action, userId, role);
    }
}
