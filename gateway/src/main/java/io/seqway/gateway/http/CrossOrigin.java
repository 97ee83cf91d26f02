package io.seqway.gateway.http;

import io.seqway.gateway.auth.Origins;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.Set;

/**
 * Lets the same pages use the API that may open WebSockets, and refuses those of other sites. No cookie is ever looked
 * at, so no credentials are allowed.
 */
final class CrossOrigin implements Handler<RoutingContext> {
    private static final int MAX_AGE_SECONDS = 600;

    private final Origins origins;
    private final CorsHandler cors;

    CrossOrigin(Origins origins) {
        this.origins = origins;
        this.cors = CorsHandler.create()
                .addOriginWithRegex(".+") // whoever is here is allowed; but ".*" would be told to all
                .allowedMethods(
                        Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE))
                .allowedHeaders(Set.of("Authorization", "Content-Type", "Idempotency-Key"))
                .exposedHeaders(Set.of("Location", "Retry-After", "Seqway-Complete", "Seqway-Meta"))
                .maxAgeSeconds(MAX_AGE_SECONDS);
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (origins.allows(request.getHeader(HttpHeaders.ORIGIN), request.getHeader(HttpHeaders.HOST))) {
            cors.handle(context);
        } else {
            Problem.send(
                    context.response(), 403, "forbidden", "pages of this origin may not use the API (allowed-origins)");
        }
    }
}
