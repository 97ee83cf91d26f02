package io.seqway.client;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Something long that is appended to piece by piece: each piece is kept in memory until the server has it (docs/protocol.md,
 * "Streams"). Its methods may be called by any thread.
 */
public final class Stream {
    /** How many chunks are under way at once. */
    private static final int WINDOW = 4;

    private static final long RETRY_MS = 1_000;

    private final String id;
    private final StreamOptions options;
    private final Client client;
    private final Handlers<Progress> progress = new Handlers<>();
    private final Handlers<SeqwayError> error = new Handlers<>();
    private final Promise<Void> finished = Promise.promise();
    /** What the server is not known to have, in order. */
    private final TreeMap<Integer, Chunk> chunks = new TreeMap<>();

    private int next;
    private long totalBytes;
    private long queuedBytes;
    private int attempts;
    private boolean ended;
    /** Why the server, or this client, does not go on with it; or null. */
    private SeqwayError refusal;
    /** The server is being asked what it has. */
    private boolean asking;
    /** Whether the server may have some of the chunks already. */
    private boolean unsure;
    /** Calls off that it goes on; null without a pause. */
    private Runnable pause;

    private static final class Chunk {
        final Buffer data;
        final boolean last;
        final long time;
        boolean underWay;

        Chunk(Buffer data, boolean last, long time) {
            this.data = data;
            this.last = last;
            this.time = time;
        }
    }

    Stream(String id, StreamOptions options, Client client) {
        this.id = id;
        this.options = options;
        this.client = client;
    }

    /** Its name. */
    public String id() {
        return id;
    }

    /**
     * Appends a copy of it, cut into chunks.
     *
     * @return done once it is queued; fails (kind {@code limit}) if too much waits, and with what the server has said if that
     *     will not have the stream
     */
    public Future<Void> append(Buffer data) {
        Buffer copy = data.copy();
        return client.call(() -> {
            refuseIfOver();
            client.streams().admit(copy.length());
            for (int from = 0; from < copy.length(); from += options.chunkBytes()) {
                add(copy.slice(from, Math.min(copy.length(), from + options.chunkBytes())), false);
            }
            pump();
            return Future.succeededFuture();
        });
    }

    /**
     * Says that nothing more follows.
     *
     * @return done once the server has everything; fails if it will not have it
     */
    public Future<Void> finish() {
        return client.call(() -> {
            if (!ended && refusal == null) {
                add(Buffer.buffer(), true); // what comes last is not known before: an empty chunk says so
                pump();
            }
            return finished.future();
        });
    }

    /** How it stands. */
    public synchronized StreamStatus status() {
        Map.Entry<Integer, Chunk> first = chunks.firstEntry();
        return new StreamStatus(chunks.size(), first == null ? null : first.getValue().time, attempts);
    }

    /** The server has more of it. Gives what takes the handler away again. */
    public Runnable onProgress(Handler<Progress> handler) {
        return progress.add(handler);
    }

    /** The server will not have it. Gives what takes the handler away again. */
    public Runnable onError(Handler<SeqwayError> handler) {
        return error.add(handler);
    }

    /** The connection is there: asks first what the server has of what it was sent before. */
    void opened() {
        if (asking) {
            return; // it is asked again over this connection
        }
        if (!unsure || chunks.isEmpty()) {
            pump();
            return;
        }
        unsure = false;
        asking = true;
        int upTo = chunks.lastKey();
        JsonObject question =
                new JsonObject().put("type", "missing").put("stream", id).put("upTo", upTo);
        client.requests().call(question).onComplete(asked -> {
            if (asked.succeeded()) {
                forgetWhatIsThere(asked.result(), upTo);
            } // else all of it is sent again, which the server does not mind
            asking = false;
            pump();
        });
    }

    /** The connection is gone. */
    synchronized void lost() {
        if (pause != null) {
            pause.run();
            pause = null;
        }
        for (Chunk chunk : chunks.values()) {
            if (chunk.underWay) {
                chunk.underWay = false;
                attempts++;
                unsure = true;
            }
        }
    }

    /** It is over, with this. */
    void ends(SeqwayError why) {
        refusal = why;
        lost();
        synchronized (this) {
            chunks.clear();
        }
        client.streams().release(queuedBytes);
        queuedBytes = 0;
        client.streams().ended(this);
        finished.tryFail(why);
        error.emit(why);
    }

    private void refuseIfOver() {
        if (refusal != null) {
            throw refusal;
        }
        if (ended) {
            throw SeqwayError.beyond("It is finished.", "finished", null);
        }
    }

    private synchronized void add(Buffer data, boolean last) {
        ended = last;
        totalBytes += data.length();
        queuedBytes += data.length();
        chunks.put(next++, new Chunk(data, last, client.clock().now()));
    }

    private void forgetWhatIsThere(JsonObject answer, int upTo) {
        Set<Integer> missing = new HashSet<>();
        int greatest = -1;
        if (answer.getValue("missing") instanceof JsonArray array) {
            for (Object seq : array) {
                greatest = ((Number) seq).intValue();
                missing.add(greatest);
            }
        }
        boolean more = Boolean.TRUE.equals(answer.getValue("more"));
        long known = Math.min(Fields.number(answer, "maxSeq", -1), more ? greatest : upTo);
        for (int seq : List.copyOf(chunks.keySet())) {
            if (seq <= known && !missing.contains(seq)) {
                stored(seq);
            }
        }
    }

    private void pump() {
        if (asking || refusal != null || pause != null || !client.connected()) {
            return;
        }
        long under = chunks.values().stream().filter(chunk -> chunk.underWay).count();
        List<Integer> now = new ArrayList<>();
        for (Map.Entry<Integer, Chunk> one : chunks.entrySet()) {
            if (under >= WINDOW) {
                break;
            }
            if (!one.getValue().underWay) {
                under++;
                now.add(one.getKey());
            }
        }
        now.forEach(this::transmit);
    }

    private void transmit(int seq) {
        Chunk chunk = chunks.get(seq);
        JsonObject frame = new JsonObject()
                .put("type", "chunk")
                .put("stream", id)
                .put("seq", seq)
                .put("last", chunk.last);
        if (seq == 0 && options.contentType() != null) {
            frame.put("contentType", options.contentType());
        }
        if (seq == 0 && options.meta() != null) {
            frame.put("meta", options.meta());
        }
        chunk.underWay = true;
        client.requests().ask(frame, chunk.data, (why, ack) -> {
            if (why == null) {
                stored(seq);
            } else {
                refused(chunk, why);
            }
        });
    }

    private void stored(int seq) {
        Chunk chunk;
        synchronized (this) {
            chunk = chunks.remove(seq);
        }
        if (chunk == null) {
            return;
        }
        queuedBytes -= chunk.data.length();
        client.streams().release(chunk.data.length());
        boolean all = chunks.isEmpty() && ended;
        if (all) {
            client.streams().ended(this);
        }
        progress.emit(new Progress(next - chunks.size(), next, totalBytes - queuedBytes, totalBytes));
        if (all) {
            finished.tryComplete();
        }
        pump();
    }

    private void refused(Chunk chunk, SeqwayError why) {
        chunk.underWay = false;
        attempts++;
        if (!why.retryable()) {
            if (refusal == null) {
                ends(why);
            }
        } else if (pause == null) {
            long ms = why.retryAfterMs() == null ? RETRY_MS : why.retryAfterMs();
            pause = client.clock().after(ms, () -> {
                pause = null;
                pump();
            });
        }
    }
}
