package io.seqway.gateway.stream;

import io.seqway.gateway.metrics.StreamMetrics;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.frame.ClientFrame.Chunk;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The chunks of one event loop on their way to the message store. They are big, so few are under way at once, of a
 * connection and of all; whoever has sent more is not heard until there is room, and nobody is heard faster than
 * {@code chunk-bytes-per-second}. So uploads take what messages leave.
 */
public final class ChunkIntake {
    /** What a node may have under way, but for one chunk of each event loop. */
    public static final long MAX_OF_NODE = 8L * 1024 * 1024;

    private static final int MAX_OF_CONNECTION = 2 * 1024 * 1024;
    private static final int MAX_WAITING = 16 * 1024 * 1024;
    private static final long RETRY_AFTER_MS = 1_000;
    /** What a chunk takes besides its payload, which may be empty. */
    private static final int AROUND_BYTES = 1024;

    private record Waiting(Session session, Chunk chunk, Promise<Boolean> stored) {}

    private final StreamLink link;
    private final EventLoop loop;
    private final StreamMetrics metrics;
    private final int bytesPerSecond;
    private final long maxBytes;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;
    private long waitingBytes;

    /** @param maxBytes that may be under way at once, but for one chunk */
    public ChunkIntake(StreamLink link, EventLoop loop, Limits limits, long maxBytes, StreamMetrics metrics) {
        this.link = link;
        this.loop = loop;
        this.metrics = metrics;
        this.bytesPerSecond = limits.chunkBytesPerSecond();
        this.maxBytes = maxBytes;
    }

    /**
     * Stores a chunk of the session's user.
     *
     * @return whether it was stored before; fails with a {@link Refusal}, and does not complete if the connection ends
     *     before it is its turn
     */
    public Future<Boolean> take(Session session, Chunk chunk) {
        pace(session, chunk);
        long began = System.nanoTime();
        return accept(session, chunk)
                .onSuccess(duplicate -> metrics.acked(System.nanoTime() - began, chunk.payload().length, duplicate));
    }

    private Future<Boolean> accept(Session session, Chunk chunk) {
        if (isRoomFor(chunk)) {
            return begin(session, chunk);
        }
        if (waitingBytes + size(chunk) > MAX_WAITING) {
            throw new Refusal(
                    ErrorCode.UNAVAILABLE,
                    "too many bytes of chunks wait to be stored: at most " + MAX_WAITING,
                    null,
                    RETRY_AFTER_MS);
        }
        session.hold();
        waitingBytes += size(chunk);
        metrics.holds(size(chunk));
        Waiting last = new Waiting(session, chunk, Promise.promise());
        waiting.addLast(last);
        return last.stored().future();
    }

    private boolean isRoomFor(Chunk chunk) {
        return bytes == 0 || bytes + size(chunk) <= maxBytes;
    }

    private Future<Boolean> begin(Session session, Chunk chunk) {
        bytes += size(chunk);
        metrics.holds(size(chunk));
        session.chunkBytes(size(chunk));
        boolean holds = session.chunkBytes() >= MAX_OF_CONNECTION;
        if (holds) {
            session.hold();
        }
        return link.put(session.userId(), chunk).onComplete(done -> {
            bytes -= size(chunk);
            metrics.holds(-size(chunk));
            session.chunkBytes(-size(chunk));
            if (holds) {
                session.release();
            }
            beginWaiting();
        });
    }

    private void beginWaiting() {
        while (!waiting.isEmpty() && isRoomFor(waiting.peekFirst().chunk())) {
            Waiting next = waiting.pollFirst();
            waitingBytes -= size(next.chunk());
            metrics.holds(-size(next.chunk()));
            next.session().release();
            if (!next.session().isClosed()) { // else its client sends it again
                begin(next.session(), next.chunk()).onComplete(next.stored());
            }
        }
    }

    private void pace(Session session, Chunk chunk) {
        long waitMs = session.rateLimit().chunk(size(chunk), bytesPerSecond, System.nanoTime());
        if (waitMs > 0) {
            session.hold();
            loop.after(waitMs, session::release);
        }
    }

    private static int size(Chunk chunk) {
        return AROUND_BYTES + chunk.payload().length;
    }
}
