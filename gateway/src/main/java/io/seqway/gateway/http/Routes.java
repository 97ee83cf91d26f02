package io.seqway.gateway.http;

import io.seqway.gateway.GatewayOptions;
import io.seqway.gateway.auth.Origins;
import io.seqway.gateway.auth.Tokens;
import io.seqway.gateway.door.Door;
import io.seqway.gateway.metrics.RefusalMetrics;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a gateway serves over HTTP. */
public final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    private static final int MAX_DEV_TOKEN_BYTES = 4 * 1024;
    /** Nothing of other hosts and no script in markup; recordings are played from memory. */
    private static final String PAGE_MAY =
            "default-src 'self'; connect-src 'self' ws: wss:; media-src 'self' blob:; frame-ancestors 'none'";
    /** The JavaScript client: {@code clients/js}. */
    private static final String CLIENT = "/seqway(\\.js|/.*)";

    private static final Pattern UNDECODABLE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private Routes() {}

    /**
     * All of it.
     *
     * @param unread gets what comes with content
     * @param metrics counts handshakes that are refused
     * @param others adds the routes of others
     */
    public static Handler<HttpServerRequest> create(
            Vertx vertx,
            GatewayOptions options,
            Door door,
            Tokens tokens,
            Accepted accepted,
            UnreadRequests unread,
            RefusalMetrics metrics,
            Consumer<Router> others) {
        Router router = Router.router(vertx);
        Origins origins = new Origins(options.allowedOrigins(), options.dev());
        router.route("/api/*").handler(new CrossOrigin(origins));
        if (options.dev()) {
            router.post("/api/dev/token")
                    .handler(BodyHandler.create(false).setBodyLimit(MAX_DEV_TOKEN_BYTES))
                    .handler(new DevTokenRoute(tokens));
            router.post(DevRestart.PATH).handler(DevRestart.route(vertx.eventBus()));
        }
        others.accept(router);
        router.routeWithRegex(CLIENT)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(Routes::forAllPages);
        router.route()
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(Routes::secured)
                .handler(StaticHandler.create("web").setCachingEnabled(false));
        router.route().failureHandler(Routes::failed);
        router.errorHandler(404, context -> Problem.send(context.response(), 404, "not-found", "nothing is here"));
        router.errorHandler(
                405, context -> Problem.send(context.response(), 405, "method-not-allowed", "not by this method"));
        WebSocketRoute webSocket = new WebSocketRoute(door, origins, tokens, accepted, metrics);
        return request -> {
            if (UNDECODABLE.matcher(request.uri()).find()) {
                // Whoever decodes it throws, with the whole address in the message, and a token may stand there.
                Problem.refuse(request, 400, "bad-request", "each % of the address must begin two hexadecimal digits");
            } else if (options.dev() && !Origins.isLoopback(request.getHeader(HttpHeaders.HOST))) {
                // A foreign page could have its own name lead here (DNS rebinding), and get tokens of any user.
                Problem.send(request.response(), 403, "forbidden", "a development server answers to localhost only");
            } else if (request.method() == HttpMethod.GET && "/ws".equals(request.path())) {
                webSocket.handle(request);
            } else {
                unread.add(request);
                router.handle(request);
            }
        };
    }

    /** A module is loaded by pages of other origins only if it says that it may be. Whether they may connect is another matter. */
    private static void forAllPages(RoutingContext context) {
        context.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        context.next();
    }

    private static void secured(RoutingContext context) {
        context.response()
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", PAGE_MAY);
        context.next();
    }

    private static void failed(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.closed() || response.headWritten()) {
            // Mostly whoever asked has gone. If not, the end of the connection says that the answer is not whole.
            LOG.debug("an answer has broken off", context.failure());
            context.request().connection().close();
            return;
        }
        int status = context.statusCode() > 0 ? context.statusCode() : 500;
        if (status >= 500) {
            LOG.error("a request failed", context.failure());
        }
        Problem.send(response, status, "error", "the request failed");
    }
}
