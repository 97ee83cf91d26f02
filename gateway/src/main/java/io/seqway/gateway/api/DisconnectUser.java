package io.seqway.gateway.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.seqway.gateway.auth.Identity;
import io.seqway.protocol.CloseCode;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.frame.FrameWriter;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.RequestParameter;

/** {@code POST /api/users/{user}/disconnect}: closes that user's connections on every node. */
final class DisconnectUser implements Endpoint {
    private final Disconnections disconnections;

    DisconnectUser(Disconnections disconnections) {
        this.disconnections = disconnections;
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        if (!caller.service()) {
            throw new Refusal(ErrorCode.FORBIDDEN, "only a service may disconnect users");
        }
        String user = request.pathParam("user");
        disconnections
                .close(user, reason(RequestCheck.checked(request).getBody()))
                .onSuccess(result -> answer(request, user, result))
                .onFailure(request::fail);
    }

    private static String reason(RequestParameter content) {
        return content.isNull()
                ? CloseCode.FORBIDDEN.reason()
                : content.getJsonObject().getString("reason", CloseCode.FORBIDDEN.reason());
    }

    private static void answer(RoutingContext request, String user, Disconnections.Result result) {
        if (result.silentNodes() > 0) {
            request.response().setStatusCode(HttpResponseStatus.ACCEPTED.code());
        }
        Answers.json(
                request,
                FrameWriter.object()
                        .put("userId", user)
                        .put("connections", result.connections())
                        .put("nodes", result.nodes())
                        .put("silentNodes", result.silentNodes()));
    }
}
