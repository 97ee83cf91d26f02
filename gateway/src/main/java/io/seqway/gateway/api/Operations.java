package io.seqway.gateway.api;

import io.seqway.gateway.auth.Tokens;
import io.seqway.protocol.Limits;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.openapi.contract.Operation;
import java.util.Map;

/** Mounts operations of the document. Before an endpoint come, in this order, the token, the content, and the document. */
final class Operations {
    private final Api.Shared shared;
    private final Bearer bearer;
    private final RequestCheck check;
    private final Limits limits;

    Operations(Vertx vertx, Api.Shared shared, Tokens tokens, Limits limits) {
        this.shared = shared;
        this.bearer = new Bearer(tokens);
        this.check = new RequestCheck(vertx, shared.document().contract());
        this.limits = limits;
    }

    /** @param endpoints by the id of the operation */
    void mount(Router router, Map<String, Endpoint> endpoints) {
        endpoints.forEach((operationId, endpoint) ->
                mount(router, shared.document().contract().operation(operationId), endpoint));
    }

    /** A route for each step: the library would not let the content be read behind the token in one. */
    private void mount(Router router, Operation operation, Endpoint endpoint) {
        HttpMethod method = operation.getHttpMethod();
        String path = path(operation);
        router.route(method, path).handler(bearer);
        if (operation.getRequestBody() != null) {
            router.route(method, path).handler(Failures::contentBegins);
            router.route(method, path).handler(BodyHandler.create(false).setBodyLimit(limits.maxFrameBytes()));
        }
        router.route(method, path)
                .handler(request -> {
                    Failures.contentEnds(request);
                    Patience.untilAnswered(request);
                    endpoint.read(request);
                    check.handle(request, operation);
                })
                .handler(request -> endpoint.handle(request, Bearer.caller(request)))
                .failureHandler(new Failures(limits, shared.refusals()));
    }

    private static String path(Operation operation) {
        return operation.getOpenAPIPath().replace('{', ':').replace("}", "");
    }
}
