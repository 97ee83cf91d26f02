package io.seqway.server.health;

import io.seqway.gateway.http.Problem;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Serves, on a port of its own, what whoever runs the node asks it. */
public final class ManagementVerticle extends VerticleBase {
    private final String host;
    private final int port;
    private final Consumer<Router> routes;
    private volatile HttpServer server;
    private Router router;

    /** @param routes adds what is served */
    public ManagementVerticle(String host, int port, Consumer<Router> routes) {
        this.host = host;
        this.port = port;
        this.routes = routes;
    }

    @Override
    public Future<?> start() {
        router = Router.router(vertx);
        routes.accept(router);
        // Without one the router takes an address that cannot be decoded for a fault of the server, with a stack trace.
        router.errorHandler(
                400, context -> context.response().setStatusCode(400).end());
        router.errorHandler(404, context -> Problem.send(context.response(), 404, "not-found", "nothing is here"));
        server = vertx.createHttpServer().requestHandler(router);
        return server.listen(port, host);
    }

    /** Serves more, which is added on its event loop; from any thread, once it is deployed. */
    public void add(BiConsumer<Router, EventLoop> more) {
        EventLoop loop = EventLoop.of(context);
        loop.run(() -> more.accept(router, loop));
    }

    /** The port that it listens on, once it is deployed. */
    public int actualPort() {
        return server.actualPort();
    }
}
