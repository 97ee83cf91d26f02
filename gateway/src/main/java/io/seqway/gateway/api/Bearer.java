package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.auth.Tokens;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Asks who is there, by the header {@code Authorization} alone, before anything of the content is read. */
final class Bearer implements Handler<RoutingContext> {
    private static final String SCHEME = "Bearer ";
    private static final String CALLER = Bearer.class.getName();

    private final Tokens tokens;

    Bearer(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String token = token(request);
        if (token == null) {
            throw new Refusal(ErrorCode.UNAUTHENTICATED, "a token is needed: Authorization: Bearer, once");
        }
        request.pause();
        tokens.verify(token)
                .onSuccess(identity -> {
                    context.put(CALLER, identity);
                    context.next();
                })
                .onFailure(context::fail)
                .onComplete(known -> request.resume()); // once there is somebody to read the content
    }

    /** Who has sent this request, once it is known. */
    static Identity caller(RoutingContext context) {
        return context.get(CALLER);
    }

    /** The token of a request, or {@code null}. */
    static String token(HttpServerRequest request) {
        List<String> headers = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        return headers.size() == 1 && headers.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? headers.get(0).substring(SCHEME.length()).strip()
                : null;
    }
}
