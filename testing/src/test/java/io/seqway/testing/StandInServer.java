package io.seqway.testing;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** A WebSocket server that does what a test says with each socket; {@code /refused} is answered by HTTP 401. */
final class StandInServer implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    StandInServer(Handler<ServerWebSocket> sockets) {
        server = vertx.createHttpServer(new HttpServerOptions()
                        // With it the reserved bits would be allowed.
                        .setPerMessageWebSocketCompressionSupported(false)
                        .setPerFrameWebSocketCompressionSupported(false))
                .webSocketHandshakeHandler(StandInServer::decide)
                .webSocketHandler(sockets)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static void decide(ServerWebSocketHandshake handshake) {
        if (handshake.path().equals("/refused")) {
            handshake.reject(401);
        } else {
            handshake.accept();
        }
    }

    int port() {
        return server.actualPort();
    }

    URI uri(String path) {
        return URI.create("ws://127.0.0.1:" + port() + path);
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
