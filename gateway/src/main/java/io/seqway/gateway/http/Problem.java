package io.seqway.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Errors of the HTTP side (RFC 9457). */
final class Problem {
    private Problem() {}

    /** @return completes once it is written */
    static Future<Void> send(HttpServerResponse response, int status, String code, String detail) {
        JsonObject problem = new JsonObject()
                .put("type", "urn:seqway:" + code)
                .put("title", code)
                .put("status", status)
                .put("detail", detail);
        return response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(problem.toBuffer());
    }

    /** Sends one and ends the connection: what follows a handshake that is none may be anything. */
    static void refuse(HttpServerRequest request, int status, String code, String detail) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        send(request.response(), status, code, detail)
                .onComplete(sent -> request.connection().close());
    }
}
