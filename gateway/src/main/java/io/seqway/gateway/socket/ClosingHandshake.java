package io.seqway.gateway.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.seqway.protocol.CloseCode;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The end of one connection (RFC 6455, section 7), between the decoder of frames and Vert.x. Vert.x cuts the line on a
 * malformed frame, so that a peer that is still sending is reset before it has read why; it begins to wait for the answer
 * to a close frame only once that is written, which a peer that reads nothing prevents for ever; and it answers pings
 * behind a close frame.
 */
final class ClosingHandshake extends ChannelInboundHandlerAdapter {
    /** How long the peer may take to read the close frame and to answer it. */
    private static final long LIMIT_MS = 3_000;

    /** How long a peer may take to read the close frame if its answer cannot be read any more. */
    private static final long UNREADABLE_MS = 1_000;

    private static final int NO_CODE = -1;
    private static final int LAST_CODE = 4999;

    private ChannelHandlerContext context;
    private Future<?> cut;
    private Ending ending = Ending.byNetwork();

    /** Whether one side has said that it ends: what is read or written from now on means nothing. */
    boolean begun() {
        return cut != null;
    }

    /** How the connection ended; to be asked once it has. */
    Ending ending() {
        return ending;
    }

    /** Sends a close frame, behind what was written before; nothing happens if the end has begun. */
    void begin(CloseCode code, String reason) {
        if (begin(Ending.byServer(code.code(), reason), LIMIT_MS)) {
            context.writeAndFlush(new CloseWebSocketFrame(code.code(), reason));
        }
    }

    private boolean begin(Ending how, long limitMs) {
        if (begun()) {
            return false;
        }
        ending = how;
        cut = context.executor().schedule(this::end, limitMs, TimeUnit.MILLISECONDS);
        // The answer must be read, even if the peer was not to be heard until it had read.
        context.channel().config().setAutoRead(true);
        return true;
    }

    /** Closes from here on towards the network: Vert.x, if asked, would send a close frame of its own. */
    private void end() {
        context.close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (message instanceof CloseWebSocketFrame close) {
            closed(close.statusCode());
            close.release();
        } else if (begun()) {
            ReferenceCountUtil.release(message);
        } else {
            from.fireChannelRead(message);
        }
    }

    private void closed(int code) {
        if (code > LAST_CODE) {
            begin(CloseCode.PROTOCOL_ERROR, CloseCode.PROTOCOL_ERROR.reason());
        } else if (begin(Ending.byClient(code), LIMIT_MS)) {
            CloseWebSocketFrame echo =
                    code == NO_CODE ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, null);
            context.writeAndFlush(echo).addListener(written -> end());
        } else {
            end();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            malformed(corrupted.closeStatus().code());
        } else {
            from.fireExceptionCaught(cause);
        }
    }

    private void malformed(int status) {
        CloseCode code = Arrays.stream(CloseCode.values())
                .filter(known -> known.code() == status)
                .findAny()
                .orElse(CloseCode.PROTOCOL_ERROR);
        String reason = code == CloseCode.PROTOCOL_ERROR ? "malformed WebSocket frame" : code.reason();
        if (begin(Ending.byServer(code.code(), reason), UNREADABLE_MS)) {
            context.writeAndFlush(new CloseWebSocketFrame(code.code(), reason));
        }
        // No frame can be found in what follows; it is read and dropped, lest the peer is reset before it has read.
        WebSocketFrameDecoder decoder = context.pipeline().get(WebSocketFrameDecoder.class);
        if (decoder != null) {
            context.pipeline().remove(decoder);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        if (cut != null) {
            cut.cancel(false);
        }
        from.fireChannelInactive();
    }
}
