package io.seqway.protocol.frame;

import com.fasterxml.jackson.core.JsonToken;
import io.seqway.protocol.Ids;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import java.util.Set;

/**
 * What a frame is and what it is about, so that its answer can say so: also of one that was refused, as far as it could
 * be read. {@code null} for whatever is missing or not valid.
 *
 * @param id the caller's id of the frame, as JSON text
 * @param stream the stream that the frame is about
 * @param seq the chunk of the stream, or -1
 */
public record Heading(String type, String id, String room, String clientMsgId, String stream, int seq) {
    private static final String TYPE = "type";
    private static final String ID = "id";
    private static final String ROOM = "room";
    private static final String CLIENT_MSG_ID = "clientMsgId";
    private static final String STREAM = "stream";
    private static final String SEQ = "seq";

    /** Of these frames, and of no others, such members are what they are about. */
    private static final Set<String> OF_STREAMS = Set.of("chunk", "missing");

    /** The members that it is read from. */
    static final Set<String> MEMBERS = Set.of(TYPE, ID, ROOM, CLIENT_MSG_ID, STREAM, SEQ);

    /** Of a frame of which nothing could be read. */
    static final Heading NOTHING = new Heading(null, null, null, null);

    /** Of a frame that is about a room, or about nothing. */
    public Heading(String type, String id, String room, String clientMsgId) {
        this(type, id, room, clientMsgId, null, -1);
    }

    static Heading of(Fields fields) {
        String type = fields.is(TYPE, JsonToken.VALUE_STRING) ? fields.string(TYPE) : null;
        return type != null && OF_STREAMS.contains(type)
                ? new Heading(type, id(fields), null, null, identifier(fields, STREAM), seq(fields))
                : new Heading(type, id(fields), identifier(fields, ROOM), identifier(fields, CLIENT_MSG_ID));
    }

    private static int seq(Fields fields) {
        try {
            return (int) fields.integer(SEQ, 0, Limits.MAX_CHUNK_SEQ, -1);
        } catch (Refusal notValid) {
            return -1;
        }
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
