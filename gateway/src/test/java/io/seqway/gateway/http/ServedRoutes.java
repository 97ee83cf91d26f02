package io.seqway.gateway.http;

import io.seqway.gateway.GatewayOptions;
import io.seqway.gateway.auth.Keyring;
import io.seqway.gateway.auth.TokenOptions;
import io.seqway.gateway.auth.TokenOptions.Secret;
import io.seqway.gateway.auth.Tokens;
import io.seqway.gateway.auth.VerificationPool;
import io.seqway.gateway.door.Door;
import io.seqway.gateway.door.DoorOptions;
import io.seqway.gateway.metrics.GatewayMetrics;
import io.seqway.gateway.presence.ConnectionLimit;
import io.seqway.gateway.session.UserLimits;
import io.seqway.protocol.Limits;
import io.seqway.protocol.loop.EventLoop;
import io.seqway.testing.RawSocket;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The routes of a gateway on a port of their own, without anything behind them. */
final class ServedRoutes {
    private final int port;

    private ServedRoutes(int port) {
        this.port = port;
    }

    static ServedRoutes on(Vertx vertx, boolean dev) throws Exception {
        return on(vertx, dev, DoorOptions.DEFAULTS, others -> {});
    }

    static ServedRoutes on(Vertx vertx, boolean dev, DoorOptions door) throws Exception {
        return on(vertx, dev, door, others -> {});
    }

    /** @param others adds further routes */
    static ServedRoutes on(Vertx vertx, boolean dev, Consumer<Router> others) throws Exception {
        return on(vertx, dev, DoorOptions.DEFAULTS, others);
    }

    private static ServedRoutes on(Vertx vertx, boolean dev, DoorOptions door, Consumer<Router> others)
            throws Exception {
        TokenOptions secrets =
                new TokenOptions(List.of(new Secret(null, "a secret of thirty-two bytes or more")), null, null);
        GatewayOptions options = new GatewayOptions(
                "127.0.0.1",
                0,
                1,
                door,
                Limits.DEFAULTS,
                UserLimits.of(Limits.DEFAULTS),
                new ConnectionLimit(32, false),
                secrets,
                true,
                List.of(),
                dev,
                0);
        Keyring keyring = Keyring.open(vertx, secrets)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        Tokens tokens = new Tokens(keyring, new VerificationPool(vertx), EventLoop.of(vertx.getOrCreateContext()));
        Handler<HttpServerRequest> routes = Routes.create(
                vertx,
                options,
                new Door(door),
                tokens,
                (socket, identity, rooms, entry) -> {},
                new UnreadRequests(System::nanoTime),
                GatewayMetrics.none().refusals(),
                others);
        return new ServedRoutes(vertx.createHttpServer()
                .connectionHandler(OneRequestAtATime::guard)
                .requestHandler(routes)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort());
    }

    int port() {
        return port;
    }

    RawSocket connect() throws IOException {
        return RawSocket.connect("127.0.0.1", port);
    }
}
