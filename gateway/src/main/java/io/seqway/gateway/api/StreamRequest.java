package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.http.Problem;
import io.seqway.gateway.stream.FoundStream;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** What requests about streams have in common: whose stream it is, and how its content is answered. */
final class StreamRequest {
    private static final int NOT_FOUND = 404;

    private StreamRequest() {}

    /** Whose streams are asked for: the caller's, or those of whom a service names. */
    static String user(RoutingContext request, Identity caller) {
        String sender = RequestCheck.checked(request).getQuery().get("sender").getString(caller.userId());
        if (!sender.equals(caller.userId()) && !caller.service()) {
            throw new Refusal(ErrorCode.FORBIDDEN, "sender must be the caller: only a service speaks for others");
        }
        return sender;
    }

    static void notFound(RoutingContext request, String what) {
        Problem.send(request.response(), NOT_FOUND, "not-found", what);
    }

    /**
     * Says what is true of all that users have uploaded: a browser takes it for what it is said to be, shows none of it as a
     * page of this site, and runs nothing in it.
     */
    static HttpServerResponse begin(RoutingContext request, FoundStream stream, String contentType, String fileName) {
        return request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Content-Disposition", "attachment; filename=\"" + fileName + '"')
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "sandbox; default-src 'none'")
                .putHeader("Seqway-Complete", stream.state().complete() ? "true" : "unknown");
    }
}
