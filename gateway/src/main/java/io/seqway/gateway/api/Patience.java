package io.seqway.gateway.api;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;

/**
 * A connection that is silent for some seconds is closed; but not while it is the server that lets its client wait. Every
 * answer has a time of its own by which it is given.
 */
final class Patience {
    private Patience() {}

    /** Stops the time of the connection until the request is answered. */
    static void untilAnswered(RoutingContext request) {
        ChannelHandlerContext vertx = ((HttpServerConnection) request.request().connection()).channelHandlerContext();
        ChannelPipeline pipeline = vertx.pipeline();
        IdleStateHandler idle = pipeline.get(IdleStateHandler.class);
        if (idle != null) {
            long idleMs = idle.getAllIdleTimeInMillis();
            pipeline.remove(idle);
            request.addEndHandler(answered ->
                    pipeline.addBefore(vertx.name(), null, new IdleStateHandler(0, 0, idleMs, TimeUnit.MILLISECONDS)));
        }
    }
}
