package io.seqway.protocol.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What names a message in its room before it has a place there, and for good.
 *
 * @param sender the id of the user who sends it
 * @param clientMsgId the sender's own name of it
 */
public record MessageName(String sender, String clientMsgId) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Reads the name in a {@code message} frame, as far as it stands in front of the body. */
    public static MessageName of(byte[] messageFrame) {
        String sender = null;
        try (JsonParser parser = FACTORY.createParser(messageFrame)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                if (field.equals("sender")) {
                    sender = parser.getText();
                } else if (field.equals("clientMsgId")) {
                    return new MessageName(sender, parser.getText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalArgumentException("no message frame");
    }
}
