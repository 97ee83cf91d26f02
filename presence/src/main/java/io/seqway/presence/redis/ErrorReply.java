package io.seqway.presence.redis;

import io.vertx.redis.client.Response;

/** The errors with which Redis answers: their first word is a code. */
final class ErrorReply {
    private ErrorReply() {}

    /** Whether Redis answered with this code; false for every other failure. */
    static boolean is(Throwable e, String code) {
        return e instanceof Response && e.getMessage() != null && e.getMessage().startsWith(code);
    }
}
