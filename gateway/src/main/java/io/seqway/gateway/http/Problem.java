package io.seqway.gateway.http;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;

/** Errors of the HTTP side (RFC 9457). */
public final class Problem {
    private Problem() {}

    /** @return completes once it is written */
    public static Future<Void> send(HttpServerResponse response, int status, String code, String detail) {
        return send(response, status, problem(status, code, detail));
    }

    /** As {@link #send(HttpServerResponse, int, String, String)}, with members of its own (RFC 9457, section 3.2). */
    public static Future<Void> send(
            HttpServerResponse response, int status, String code, String detail, JsonObject members) {
        return send(response, status, problem(status, code, detail).mergeIn(members));
    }

    /**
     * Sends what the wire protocol would say in an {@code error} frame.
     *
     * @return completes once it is written
     */
    public static Future<Void> send(HttpServerResponse response, Refusal refusal) {
        int status = status(refusal.code());
        JsonObject problem = problem(status, refusal.code().text(), refusal.getMessage());
        if (refusal.limit() != null) {
            problem.put("limit", refusal.limit());
        }
        if (refusal.retryAfterMs() > 0) {
            problem.put("retryAfterMs", refusal.retryAfterMs());
        }
        if (status == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        } else if (status == 429 || status == 503) {
            response.putHeader(HttpHeaders.RETRY_AFTER, retryAfter(refusal));
        }
        return send(response, status, problem);
    }

    /** Sends one and ends the connection: what follows a handshake that is none may be anything. */
    static void refuse(HttpServerRequest request, int status, String code, String detail) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        send(request.response(), status, code, detail)
                .onComplete(sent -> request.connection().close());
    }

    /** After how many s another try makes sense, at least 1. */
    static String retryAfter(Refusal refusal) {
        return Long.toString(Math.max(1, TimeUnit.MILLISECONDS.toSeconds(refusal.retryAfterMs() + 999)));
    }

    private static JsonObject problem(int status, String code, String detail) {
        return new JsonObject()
                .put("type", "urn:seqway:" + code)
                .put("title", code)
                .put("status", status)
                .put("detail", detail);
    }

    private static Future<Void> send(HttpServerResponse response, int status, JsonObject problem) {
        return response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(problem.toBuffer());
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case BAD_REQUEST, UNKNOWN_TYPE, LIMIT_EXCEEDED -> 400;
            case UNAUTHENTICATED, TOKEN_EXPIRED -> 401;
            case FORBIDDEN, NOT_A_MEMBER -> 403;
            case TARGET_NOT_FOUND, ROOM_NOT_FOUND -> 404;
            case NOT_JOINED, OUT_OF_ORDER, ID_CONFLICT, VERSION_CONFLICT, CHUNK_CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case RATE_LIMITED -> 429;
            case INTERNAL -> 500;
            case UNAVAILABLE -> 503;
            case TIMEOUT -> 504;
        };
    }
}
