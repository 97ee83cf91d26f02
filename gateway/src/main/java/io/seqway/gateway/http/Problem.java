package io.seqway.gateway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Errors of the HTTP side (RFC 9457). */
final class Problem {
    private Problem() {}

    static void send(HttpServerResponse response, int status, String code, String detail) {
        JsonObject problem = new JsonObject()
                .put("type", "urn:seqway:" + code)
                .put("title", code)
                .put("status", status)
                .put("detail", detail);
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(problem.toBuffer());
    }
}
