package io.seqway.gateway.socket;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.seqway.protocol.CloseCode;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import io.vertx.core.internal.http.WebSocketInternal;

/** One WebSocket, belonging to one event loop: whole texts in, encoded frames out. */
public final class Socket {
    private static final int FLUSH_AFTER = 256;
    private static final int MAX_CONTROL_FRAMES_PER_SECOND = 20;
    private static final int MAX_REASON_BYTES = 123;

    private final ServerWebSocket socket;
    private final ClosingHandshake closing = new ClosingHandshake();
    private Runnable drained;
    private int holds;

    /** Takes over a socket that was just accepted, on its event loop. */
    public Socket(ServerWebSocket socket) {
        this.socket = socket;
        ChannelHandlerContext vertx = ((WebSocketInternal) socket).channelHandlerContext();
        ChannelPipeline pipeline = vertx.pipeline();
        pipeline.addBefore(vertx.name(), null, closing);
        // Many writes of one turn of the event loop become one system call.
        pipeline.addFirst(new FlushConsolidationHandler(FLUSH_AFTER, true));
        // The idle time of HTTP requests is none of a socket that was upgraded.
        if (pipeline.get(IdleStateHandler.class) != null) {
            pipeline.remove(IdleStateHandler.class);
        }
        socket.drainHandler(v -> onDrained());
    }

    /** What a socket tells its session; always on the event loop of the socket. */
    public interface Listener {
        /** Anything at all came in. */
        void heard();

        /** A whole text message. */
        void text(String text);

        /** Nothing will come any more. */
        void closed();
    }

    /**
     * Begins to read.
     *
     * @param maxFrameBytes of a text message, after reassembly
     */
    public void listen(int maxFrameBytes, Listener listener) {
        TokenBucket control =
                new TokenBucket(MAX_CONTROL_FRAMES_PER_SECOND, MAX_CONTROL_FRAMES_PER_SECOND * 2.0, System.nanoTime());
        FrameAssembler assembler = new FrameAssembler(maxFrameBytes, listener::text, this::close);
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
            listener.closed();
        });
    }

    /** Writes an encoded text frame; the bytes are shared and must not change. */
    public void write(byte[] frame) {
        if (!isClosed()) {
            // The only way to write shared bytes as text without encoding them again for each socket.
            ((WebSocketInternal) socket)
                    .writeFrame(new WebSocketFrameImpl(WebSocketFrameType.TEXT, Unpooled.wrappedBuffer(frame), true));
        }
    }

    /** Whether the peer does not read what was written: write no more than what must be until it has drained. */
    public boolean isFull() {
        return !isClosed() && socket.writeQueueFull();
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
        if (holds++ == 0) {
            socket.pause();
        }
    }

    /** Ends one {@link #hold()}. */
    public void release() {
        if (--holds == 0 && !socket.isClosed()) {
            socket.resume();
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
