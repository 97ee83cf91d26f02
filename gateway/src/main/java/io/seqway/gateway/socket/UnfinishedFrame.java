package io.seqway.gateway.socket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/**
 * Counts what has come of a frame that is not whole yet: the decoder keeps it, up to the size of the largest frame. Before it
 * is known who sends it, much less is kept. Stands in front of the decoder.
 */
final class UnfinishedFrame extends ChannelInboundHandlerAdapter {
    private long limit = Long.MAX_VALUE;
    private long bytes;

    /** @param most that is kept, in bytes, give or take what one read brings */
    void limit(long most) {
        limit = most;
    }

    /** Stands behind the decoder, and sees the frames that are whole. */
    ChannelHandler behind() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object frame) {
                bytes = 0;
                context.fireChannelRead(frame);
            }
        };
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf part) {
            bytes += part.readableBytes();
        }
        context.fireChannelRead(message);
        if (bytes > limit) {
            bytes = 0;
            context.fireExceptionCaught(new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.MESSAGE_TOO_BIG, "a frame of a stranger"));
        }
    }
}
