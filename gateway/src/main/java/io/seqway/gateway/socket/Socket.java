package io.seqway.gateway.socket;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.VoidChannelPromise;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.seqway.protocol.CloseCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

/**
 * One WebSocket, belonging to one event loop: whole messages in, encoded frames out. What it writes goes past Vert.x to Netty,
 * which counts the bytes that the peer has not read; Vert.x counts messages, and encodes a text again for each socket.
 */
public final class Socket {
    private static final int FLUSH_AFTER = 256;
    private static final int MAX_CONTROL_FRAMES_PER_SECOND = 20;
    private static final int MAX_REASON_BYTES = 123;

    /** So many text frames large may a frame become of somebody who is not known yet. */
    private static final int OF_STRANGERS = 4;

    private final ServerWebSocket socket;
    private final ChannelHandlerContext vertx;
    private final ChannelPromise unobserved;
    private final ClosingHandshake closing = new ClosingHandshake();
    private final UnfinishedFrame unfinished = new UnfinishedFrame();
    private FrameAssembler assembler;
    private Runnable drained;
    private int holds;
    private long framesIn;
    private long framesOut;

    /** Takes over a socket that was just accepted, on its event loop. */
    public Socket(ServerWebSocket socket) {
        this.socket = socket;
        this.vertx = ((WebSocketInternal) socket).channelHandlerContext();
        this.unobserved = new VoidChannelPromise(vertx.channel(), false);
        ChannelPipeline pipeline = vertx.pipeline();
        pipeline.addBefore(pipeline.context(WebSocketFrameDecoder.class).name(), null, unfinished);
        pipeline.addBefore(vertx.name(), null, unfinished.behind());
        // What has come and is not to be heard yet waits here: Vert.x would not give it back if the connection ended.
        pipeline.addBefore(vertx.name(), null, new FlowControlHandler());
        pipeline.addBefore(vertx.name(), null, closing);
        pipeline.addBefore(vertx.name(), null, new Drained(this::onDrained));
        // Many writes of one turn of the event loop become one system call.
        pipeline.addFirst(new FlushConsolidationHandler(FLUSH_AFTER, true));
        // The idle time of HTTP requests is none of a socket that was upgraded.
        if (pipeline.get(IdleStateHandler.class) != null) {
            pipeline.remove(IdleStateHandler.class);
        }
    }

    /** What a socket tells its session; always on the event loop of the socket. */
    public interface Listener {
        /** Anything at all came in. */
        void heard();

        /** A whole text message. */
        void text(String text);

        /** A whole binary message. */
        void binary(Buffer message);

        /** Nothing will come any more. */
        void closed(Ending ending);
    }

    /**
     * Begins to read.
     *
     * @param maxTextBytes of a text message, after reassembly
     * @param maxBinaryBytes of a binary message, after reassembly
     */
    public void listen(int maxTextBytes, int maxBinaryBytes, Listener listener) {
        unfinished.limit((long) OF_STRANGERS * maxTextBytes);
        TokenBucket control =
                new TokenBucket(MAX_CONTROL_FRAMES_PER_SECOND, MAX_CONTROL_FRAMES_PER_SECOND * 2.0, System.nanoTime());
        assembler = new FrameAssembler(
                maxTextBytes,
                maxBinaryBytes,
                text -> {
                    framesIn++;
                    listener.text(text);
                },
                message -> {
                    framesIn++;
                    listener.binary(message);
                },
                this::close);
        socket.frameHandler(frame -> {
            if (closing.begun()) {
                return;
            }
            listener.heard();
            boolean data = frame.isText() || frame.isBinary() || frame.isContinuation();
            if (data) {
                assembler.frame(frame);
                readOnceDrained();
            } else if (!control.tryTake(System.nanoTime())) {
                close(CloseCode.FLOOD, "too many control frames");
            }
        });
        socket.closeHandler(v -> {
            drained = null;
            listener.closed(closing.ending());
        });
    }

    /** It is known who speaks: frames may be as large as any. */
    public void peerIsKnown() {
        unfinished.limit(Long.MAX_VALUE);
        assembler.peerIsKnown();
    }

    /** Writes a text, encoded as UTF-8, which must not change. */
    public void write(byte[] text) {
        if (!isClosed()) {
            framesOut++;
            vertx.writeAndFlush(new TextWebSocketFrame(true, 0, Unpooled.wrappedBuffer(text)), unobserved);
        }
    }

    /** Writes texts that other sockets write, too. */
    public void write(Broadcast texts) {
        if (!isClosed()) {
            framesOut += texts.texts().size();
            vertx.writeAndFlush(texts.frames(), unobserved);
        }
    }

    /** Sends a WebSocket ping, which every client answers by itself (RFC 6455, section 5.5.3). */
    public void ping() {
        if (!isClosed()) {
            socket.writePing(Buffer.buffer());
        }
    }

    /** Whole messages that came in. */
    public long framesIn() {
        return framesIn;
    }

    /** Frames that were written. */
    public long framesOut() {
        return framesOut;
    }

    /** Whether the peer does not read what was written: write no more than what must be until it has drained. */
    public boolean isFull() {
        return !isClosed() && !vertx.channel().isWritable();
    }

    /** Calls this once, when the socket is not full any more. */
    public void onceDrained(Runnable task) {
        Runnable before = drained;
        drained = before == null
                ? task
                : () -> {
                    before.run();
                    task.run();
                };
    }

    /** Sends a close frame; nothing is read or written afterwards. */
    public void close(CloseCode code, String reason) {
        if (!isClosed()) {
            closing.begin(code, reason.length() > MAX_REASON_BYTES ? reason.substring(0, MAX_REASON_BYTES) : reason);
        }
    }

    public boolean isClosed() {
        return closing.begun() || socket.isClosed();
    }

    /** Reads nothing more until it is released as often as it was held: the peer is not heard, and nothing piles up. */
    public void hold() {
        if (holds++ == 0 && !isClosed()) {
            vertx.channel().config().setAutoRead(false);
        }
    }

    /** Ends one {@link #hold()}. */
    public void release() {
        if (--holds == 0 && !isClosed()) {
            vertx.channel().config().setAutoRead(true);
        }
    }

    /** Who asks without reading the answers is not heard until it has read them: so no answers pile up. */
    private void readOnceDrained() {
        if (isFull()) {
            hold();
            onceDrained(this::release);
        }
    }

    private void onDrained() {
        Runnable task = drained;
        drained = null;
        if (task != null) {
            task.run();
        }
    }
}
