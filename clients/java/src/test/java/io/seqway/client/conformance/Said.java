package io.seqway.client.conformance;

import io.seqway.client.Message;
import io.seqway.client.SeqwayError;
import io.vertx.core.json.JsonObject;

/** What the client gives, as the suite reads it. */
final class Said {
    private Said() {}

    static JsonObject of(Throwable failure) {
        JsonObject said = new JsonObject().put("message", String.valueOf(failure.getMessage()));
        return failure instanceof SeqwayError error
                ? said.put("kind", error.kind().toString()).put("code", code(error.code()))
                : said;
    }

    static JsonObject of(Message message) {
        return new JsonObject()
                .put("seq", message.seq())
                .put("body", message.body())
                .put("status", message.status().toString())
                .put("deleted", message.deleted());
    }

    /** The suite knows codes of closes as numbers. */
    static Object code(String code) {
        return code != null && code.matches("[0-9]+") ? (Object) Integer.valueOf(code) : code;
    }
}
