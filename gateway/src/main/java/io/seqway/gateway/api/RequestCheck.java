package io.seqway.gateway.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.seqway.protocol.Refusal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.RequestValidator;
import io.vertx.openapi.validation.ValidatableRequest;
import io.vertx.openapi.validation.ValidatedRequest;
import io.vertx.openapi.validation.ValidatorErrorType;
import io.vertx.openapi.validation.ValidatorException;
import io.vertx.openapi.validation.impl.RequestParameterImpl;
import io.vertx.openapi.validation.impl.ValidatableRequestImpl;
import java.util.HashMap;
import java.util.Map;

/** Compares requests with the document. */
final class RequestCheck {
    private static final String CHECKED = RequestCheck.class.getName();

    private final RequestValidator validator;

    RequestCheck(Vertx vertx, OpenAPIContract contract) {
        this.validator = RequestValidator.create(vertx, contract);
    }

    /** Goes on with a request that is as the document says, or fails it. */
    void handle(RoutingContext request, Operation operation) {
        validator
                .validate(values(request, operation), operation.getOperationId())
                .onSuccess(checked -> {
                    request.put(CHECKED, checked);
                    request.next();
                })
                .onFailure(e -> request.fail(e instanceof ValidatorException wrong ? failure(wrong) : e));
    }

    /** The values of a request that was compared. */
    static ValidatedRequest checked(RoutingContext request) {
        return request.get(CHECKED);
    }

    /**
     * What the request says. The library's own way to take it out decodes what was decoded before, and as a form: then a
     * {@code +} is a space.
     */
    private static ValidatableRequest values(RoutingContext context, Operation operation) {
        HttpServerRequest request = context.request();
        Map<String, RequestParameter> headers = new HashMap<>();
        Map<String, RequestParameter> path = new HashMap<>();
        Map<String, RequestParameter> query = new HashMap<>();
        for (Parameter parameter : operation.getParameters()) {
            String name = parameter.getName();
            switch (parameter.getIn()) {
                case HEADER -> headers.put(name, new RequestParameterImpl(request.getHeader(name)));
                case PATH -> path.put(name, new RequestParameterImpl(context.pathParam(name)));
                case QUERY ->
                    query.put(
                            name, new RequestParameterImpl(context.queryParams().get(name)));
                case COOKIE -> throw new IllegalStateException("the document has a cookie: " + name);
            }
        }
        if (operation.getRequestBody() == null) {
            return new ValidatableRequestImpl(Map.of(), headers, path, query);
        }
        RequestParameter content = new RequestParameterImpl(context.body().buffer());
        return new ValidatableRequestImpl(
                Map.of(), headers, path, query, content, request.getHeader(HttpHeaders.CONTENT_TYPE));
    }

    private static RuntimeException failure(ValidatorException wrong) {
        return wrong.type() == ValidatorErrorType.UNSUPPORTED_VALUE_FORMAT
                ? new HttpException(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE.code())
                : Refusal.badRequest(wrong.getMessage());
    }
}
