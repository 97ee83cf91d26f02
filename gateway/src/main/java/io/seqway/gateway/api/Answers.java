package io.seqway.gateway.api;

import io.seqway.protocol.frame.FrameWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** How requests are answered that were carried out. */
final class Answers {
    private Answers() {}

    static void json(RoutingContext request, FrameWriter object) {
        json(request, object.toBytes());
    }

    /** @param object JSON in UTF-8 */
    static void json(RoutingContext request, byte[] object) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(Buffer.buffer(object));
    }
}
