package io.seqway.gateway.http;

import io.seqway.gateway.GatewayOptions;
import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.auth.Origins;
import io.seqway.gateway.auth.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.function.BiConsumer;

/** What a gateway serves over HTTP. */
public final class Routes {
    private static final int MAX_DEV_TOKEN_BYTES = 4 * 1024;

    private Routes() {}

    /** @param accepted gets each new socket, with {@code null} if it has not said yet who it is */
    public static Router create(
            Vertx vertx, GatewayOptions options, Tokens tokens, BiConsumer<ServerWebSocket, Identity> accepted) {
        Origins origins = new Origins(options.allowedOrigins(), options.dev());
        Router router = Router.router(vertx);
        router.get("/ws").handler(new WebSocketRoute(origins, tokens, accepted));
        if (options.dev()) {
            router.post("/api/dev/token")
                    .handler(BodyHandler.create(false).setBodyLimit(MAX_DEV_TOKEN_BYTES))
                    .handler(new DevTokenRoute(tokens));
        }
        router.route()
                .last()
                .failureHandler(context -> Problem.send(
                        context, context.statusCode() > 0 ? context.statusCode() : 500, "error", "the request failed"));
        return router;
    }

    /** The page at {@code /}; to be added behind all other routes. */
    public static void addPage(Router router) {
        router.get().handler(context -> {
            context.response()
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
            context.next();
        });
        router.get().handler(StaticHandler.create("web").setCachingEnabled(false));
    }
}
