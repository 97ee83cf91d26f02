package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.auth.Tokens;
import io.seqway.protocol.frame.FrameWriter;
import io.vertx.ext.web.RoutingContext;

/** {@code POST /api/auth/refresh}: a new token in the place of one that is still good. */
final class RefreshToken implements Endpoint {
    private final Tokens tokens;
    private final RequestRates rates;

    RefreshToken(Tokens tokens, RequestRates rates) {
        this.tokens = tokens;
        this.rates = rates;
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        rates.refresh(caller);
        tokens.renew(Bearer.token(request.request()))
                .onSuccess(renewed -> Answers.json(
                        request,
                        FrameWriter.object().put("token", renewed.token()).put("expiresAt", renewed.expiresAt())))
                .onFailure(request::fail);
    }
}
