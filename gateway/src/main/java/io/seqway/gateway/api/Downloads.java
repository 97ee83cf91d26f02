package io.seqway.gateway.api;

import io.seqway.gateway.stream.FoundStream;
import io.seqway.gateway.stream.StreamLink;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.StreamMessage.ChunkFound;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams that are being put together for whoever has asked for them: one chunk of each is in memory, and the next one is
 * read when the client has taken it. Belongs to one event loop.
 */
final class Downloads {
    private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);

    private static final int MOST = 16;
    private static final int MOST_OF_USER = 4;
    private static final long RETRY_AFTER_MS = 1_000;
    private static final int SLICE_BYTES = 64 * 1024;
    private static final int TRIES = 5;
    private static final long AGAIN_MS = 500;

    private final StreamLink streams;
    private final EventLoop loop;
    private final long idleMs;
    private final Map<String, Integer> ofUsers = new HashMap<>();
    private int underWay;

    /** @param limits for how long a client may take nothing: {@code idle-seconds} */
    Downloads(StreamLink streams, Limits limits, EventLoop loop) {
        this.streams = streams;
        this.loop = loop;
        this.idleMs = TimeUnit.SECONDS.toMillis(limits.idleSeconds());
    }

    /**
     * Sends all chunks of a stream that misses none, or refuses to where too many are being sent already.
     *
     * @param head begins the answer
     */
    void begin(RoutingContext request, FoundStream stream, Supplier<HttpServerResponse> head) {
        if (underWay >= MOST || ofUsers.getOrDefault(stream.user(), 0) >= MOST_OF_USER) {
            request.fail(new Refusal(
                    ErrorCode.UNAVAILABLE,
                    "too many streams are being read: at most " + MOST_OF_USER + " of a user, and " + MOST
                            + " of an event loop",
                    null,
                    RETRY_AFTER_MS));
            return;
        }
        underWay++;
        ofUsers.merge(stream.user(), 1, Integer::sum);
        HttpServerResponse response = head.get();
        Promise<Void> sent = Promise.promise();
        send(response, stream, 0, sent);
        sent.future()
                .compose(all -> response.end())
                .onFailure(e -> {
                    // The head is written: that the content is shorter than it says is all that can be said.
                    LOG.debug("a stream that was being read has broken off", e);
                    request.request().connection().close();
                })
                .onComplete(done -> {
                    underWay--;
                    ofUsers.computeIfPresent(stream.user(), (user, few) -> few == 1 ? null : few - 1);
                });
    }

    /** Each chunk from the loop anew: there may be millions, and futures that wait for one another use up the stack. */
    private void send(HttpServerResponse response, FoundStream stream, int seq, Promise<Void> sent) {
        if (seq > stream.state().chunks().maxSeq()) {
            sent.complete();
            return;
        }
        read(stream, seq, TRIES)
                .compose(payload -> write(response, Buffer.buffer(payload), 0))
                .onFailure(sent::fail)
                .onSuccess(written -> loop.run(() -> send(response, stream, seq + 1, sent)));
    }

    private Future<byte[]> read(FoundStream stream, int seq, int tries) {
        return streams.read(stream, seq).transform(read -> {
            if (read.succeeded()) {
                ChunkFound chunk = read.result();
                return chunk.payload() == null
                        ? Future.failedFuture("the stream was removed")
                        : Future.succeededFuture(chunk.payload());
            }
            return tries == 1 ? Future.failedFuture(read.cause()) : later().compose(v -> read(stream, seq, tries - 1));
        });
    }

    private Future<Void> later() {
        Promise<Void> promise = Promise.promise();
        loop.after(AGAIN_MS, promise::complete);
        return promise.future();
    }

    /** In slices, so that a client that is slow is told from one that takes nothing. */
    private Future<Void> write(HttpServerResponse response, Buffer payload, int from) {
        if (response.closed()) {
            return Future.failedFuture("whoever has asked has gone");
        }
        if (from >= payload.length()) {
            return Future.succeededFuture();
        }
        int end = Math.min(payload.length(), from + SLICE_BYTES);
        return response.write(payload.slice(from, end))
                .timeout(idleMs, TimeUnit.MILLISECONDS)
                .compose(written -> write(response, payload, end));
    }
}
