package io.seqway.protocol.frame;

import io.seqway.protocol.Ids;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;

/** Reads a message that comes over HTTP, by the same rules as the frame {@code send}. */
public final class MessagePostReader {
    private static final String CLIENT_MSG_ID = "clientMsgId";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final Limits limits;
    private final JsonText json;

    public MessagePostReader(Limits limits) {
        this.limits = limits;
        this.json = new JsonText(limits);
    }

    /**
     * Reads one, or throws a {@link Refusal}.
     *
     * @param room the room that the address names
     * @param text the content of the request
     * @param idempotencyKey the header of this name, in quotes or without, or {@code null}
     */
    public MessagePost read(String room, String text, String idempotencyKey) {
        if (!Ids.valid(room)) {
            throw Refusal.badRequest("room must be " + Ids.RULE);
        }
        Fields fields = fields(text);
        ClientFrame.Send send = new ClientFrame.Send(
                null,
                room,
                fields.body(limits.maxBodyBytes()),
                clientMsgId(fields, idempotencyKey),
                fields.integer("replyTo", 1, Limits.MAX_SEQ, 0),
                fields.has("after") ? fields.identifier("after") : null,
                false);
        return new MessagePost(send, fields.has("sender") ? fields.identifier("sender") : null);
    }

    private Fields fields(String text) {
        try {
            return new Fields(json.members(text), json);
        } catch (JsonText.NotAnObjectException e) {
            throw Refusal.badRequest("the content must be one JSON object");
        }
    }

    /** The field and the header mean the same; where both are given they must agree. */
    private static String clientMsgId(Fields fields, String header) {
        String key = unquoted(header);
        if (key != null && !Ids.valid(key)) {
            throw Refusal.badRequest(IDEMPOTENCY_KEY + " must be " + Ids.RULE);
        }
        if (key == null || fields.has(CLIENT_MSG_ID)) {
            String named = fields.identifier(CLIENT_MSG_ID);
            if (key != null && !key.equals(named)) {
                throw Refusal.badRequest(IDEMPOTENCY_KEY + " and " + CLIENT_MSG_ID + " must be the same");
            }
            return named;
        }
        return key;
    }

    /** A string of structured headers (RFC 9651) stands in quotes. */
    private static String unquoted(String header) {
        boolean quoted = header != null && header.length() > 1 && header.startsWith("\"") && header.endsWith("\"");
        return quoted ? header.substring(1, header.length() - 1) : header;
    }
}
