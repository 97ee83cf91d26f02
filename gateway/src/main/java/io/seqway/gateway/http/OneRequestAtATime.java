package io.seqway.gateway.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * A request that comes before the one in front of it is answered is not read, and the connection ends with that answer
 * (RFC 9112, section 9.3.2: its client asks again). Vert.x keeps what comes too early, and does not give the memory back
 * if the connection ends before its turn.
 */
public final class OneRequestAtATime extends ChannelDuplexHandler {
    private boolean answering;
    private boolean tooEarly;

    OneRequestAtATime() {}

    /** Guards a connection that was just accepted. */
    public static void guard(HttpConnection connection) {
        ChannelHandlerContext vertx = ((HttpServerConnection) connection).channelHandlerContext();
        vertx.pipeline().addBefore(vertx.name(), null, new OneRequestAtATime());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        tooEarly |= answering && message instanceof HttpRequest;
        if (tooEarly && message instanceof HttpObject) {
            ReferenceCountUtil.release(message);
            return;
        }
        answering |= message instanceof HttpRequest;
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean last = message instanceof LastHttpContent && !isInterim(message);
        answering &= !last;
        context.write(message, last && tooEarly ? promise.unvoid().addListener(ChannelFutureListener.CLOSE) : promise);
        if (isUpgrade(message)) {
            context.pipeline().remove(this); // a WebSocket has no requests
        }
    }

    private static boolean isUpgrade(Object message) {
        return message instanceof HttpResponse response
                && response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    }

    /** Whether another answer to the same request follows, as behind 100. */
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                && !isUpgrade(message);
    }
}
