package io.seqway.server.health;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;

/** Serves health on a port of its own. */
public final class ManagementVerticle extends VerticleBase {
    private final String host;
    private final int port;
    private final Health health;
    private volatile HttpServer server;

    public ManagementVerticle(String host, int port, Health health) {
        this.host = host;
        this.port = port;
        this.health = health;
    }

    @Override
    public Future<?> start() {
        Router router = Router.router(vertx);
        health.mount(router);
        // Without one the router takes an address that cannot be decoded for a fault of the server, with a stack trace.
        router.errorHandler(
                400, context -> context.response().setStatusCode(400).end());
        server = vertx.createHttpServer().requestHandler(router);
        return server.listen(port, host);
    }

    /** The port that it listens on, once it is deployed. */
    public int actualPort() {
        return server.actualPort();
    }
}
