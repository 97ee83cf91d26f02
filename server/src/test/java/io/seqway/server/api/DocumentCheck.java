package io.seqway.server.api;

import io.seqway.gateway.api.ApiDocument;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Holds what the server has answered against {@code openapi.yaml}: its status, headers and every field. */
public final class DocumentCheck {
    private static final long LIMIT_SECONDS = 20;
    private static final Vertx VERTX = Vertx.vertx();
    private static final OpenAPIContract CONTRACT =
            await(ApiDocument.read(VERTX)).contract();
    private static final ResponseValidator VALIDATOR = ResponseValidator.create(VERTX, CONTRACT);

    private DocumentCheck() {}

    /** @throws AssertionError if the document does not say that this may be answered */
    public static void check(String method, String path, HttpResponse<String> response) {
        Operation operation = CONTRACT.findOperation(path.replaceFirst("\\?.*", ""), HttpMethod.valueOf(method));
        if (operation != null) {
            Map<String, String> headers = new HashMap<>();
            response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
            check(operation.getOperationId(), response.statusCode(), headers, response.body());
        }
    }

    static void check(String operationId, int status, Map<String, String> headers, String content) {
        String type = ApiDocument.PROBLEM.equals(headers.get("content-type"))
                ? ApiDocument.KNOWN_PROBLEM
                : headers.get("content-type");
        try {
            ValidatableResponse answer = content.isEmpty()
                    ? ValidatableResponse.create(status, headers)
                    : ValidatableResponse.create(status, headers, Buffer.buffer(content), type);
            await(VALIDATOR.validate(answer, operationId));
        } catch (RuntimeException e) {
            throw new AssertionError(
                    operationId + " has answered by " + status + " " + content + ": " + e.getMessage(), e);
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
