package io.seqway.gateway.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Says when a connection that was full can be written to again. */
final class Drained extends ChannelInboundHandlerAdapter {
    private final Runnable task;

    /** @param task called each time, on the event loop of the connection */
    Drained(Runnable task) {
        this.task = task;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            task.run();
        }
        context.fireChannelWritabilityChanged();
    }
}
