package io.seqway.gateway.api;

import io.seqway.gateway.auth.RoomAccess;
import io.seqway.gateway.auth.Tokens;
import io.seqway.gateway.presence.PresenceLink;
import io.seqway.gateway.room.Hub;
import io.seqway.protocol.Limits;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.openapi.contract.Operation;
import java.util.Map;

/**
 * The API of one event loop: each operation that the document names and that belongs here. Before its endpoint come, in
 * this order, the token, the content, and the document.
 */
public final class Api {
    /**
     * What the event loops of a node share.
     *
     * @param disconnections closes connections on all nodes
     */
    public record Shared(ApiDocument document, RequestRates rates, Disconnections disconnections) {}

    private final Shared shared;
    private final Bearer bearer;
    private final RequestCheck check;
    private final Limits limits;
    private final Map<String, Endpoint> endpoints;

    public Api(
            Vertx vertx,
            Shared shared,
            Hub hub,
            PresenceLink presence,
            Tokens tokens,
            Limits limits,
            RoomAccess access) {
        this.shared = shared;
        this.bearer = new Bearer(tokens);
        this.check = new RequestCheck(vertx, shared.document().contract());
        this.limits = limits;
        this.endpoints = Map.of(
                "sendMessage", new SendMessage(hub, access, shared.rates(), limits),
                "readMessages", new ReadMessages(hub, access, shared.rates()),
                "readPresence", new ReadPresence(presence, access, shared.rates()),
                "disconnectUser", new DisconnectUser(shared.disconnections()),
                "refreshToken", new RefreshToken(tokens, shared.rates()));
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.get("/openapi.yaml").handler(request -> request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                .end(shared.document().text()));
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
                .failureHandler(new Failures(limits));
    }

    private static String path(Operation operation) {
        return operation.getOpenAPIPath().replace('{', ':').replace("}", "");
    }
}
