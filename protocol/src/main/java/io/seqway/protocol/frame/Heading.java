package io.seqway.protocol.frame;

import com.fasterxml.jackson.core.JsonToken;
import io.seqway.protocol.Ids;
import io.seqway.protocol.Refusal;
import java.util.Set;

/**
 * What a frame is and what it is about, so that its answer can say so: also of one that was refused, as far as it could
 * be read. {@code null} for whatever is missing or not valid.
 *
 * @param id the caller's id of the frame, as JSON text
 */
public record Heading(String type, String id, String room, String clientMsgId) {
    private static final String TYPE = "type";
    private static final String ID = "id";
    private static final String ROOM = "room";
    private static final String CLIENT_MSG_ID = "clientMsgId";

    /** The members that it is read from. */
    static final Set<String> MEMBERS = Set.of(TYPE, ID, ROOM, CLIENT_MSG_ID);

    static Heading of(Fields fields) {
        String type = fields.is(TYPE, JsonToken.VALUE_STRING) ? fields.string(TYPE) : null;
        return new Heading(type, id(fields), identifier(fields, ROOM), identifier(fields, CLIENT_MSG_ID));
    }

    private static String id(Fields fields) {
        try {
            return fields.id();
        } catch (Refusal notValid) {
            return null;
        }
    }

    private static String identifier(Fields fields, String name) {
        if (!fields.is(name, JsonToken.VALUE_STRING)) {
            return null;
        }
        String text = fields.string(name);
        return Ids.valid(text) ? text : null;
    }
}
