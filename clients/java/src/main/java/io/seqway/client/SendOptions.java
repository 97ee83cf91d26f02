package io.seqway.client;

import io.vertx.core.json.JsonObject;

/**
 * How a message is sent (docs/protocol.md, "Send: a message").
 *
 * @param replyTo the seq of the message that this one answers, or null
 * @param optimistic others may see it before it is stored
 */
public record SendOptions(Long replyTo, boolean optimistic) {
    /** Neither. */
    public SendOptions() {
        this(null, false);
    }

    JsonObject fields() {
        JsonObject fields = new JsonObject();
        if (replyTo != null) {
            fields.put("replyTo", replyTo);
        }
        return optimistic ? fields.put("mode", "optimistic") : fields;
    }
}
