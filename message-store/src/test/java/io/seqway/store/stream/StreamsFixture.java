package io.seqway.store.stream;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.StreamMessage.PutChunk;
import io.seqway.protocol.stream.StreamState;
import io.seqway.testing.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Nodes that keep streams in one store, which answers when a test lets it. */
final class StreamsFixture {
    static final StreamQuotas QUOTAS = new StreamQuotas(2, 20, 30, 5);

    final InMemoryStreamStore store = new InMemoryStreamStore();
    final VirtualTime time = new VirtualTime();
    final Streams streams = node();
    private final List<Runnable> held = new ArrayList<>();
    private int incarnations;

    /** One more node. */
    Streams node() {
        return new Streams(
                time,
                () -> 17,
                store,
                QUOTAS,
                () -> "k" + ++incarnations,
                payload -> Future.succeededFuture(Sha256.hex(payload)));
    }

    static PutChunk chunk(int seq, String payload) {
        return chunk("s", seq, payload);
    }

    static PutChunk chunk(String stream, int seq, String payload) {
        return new PutChunk("ann", stream, seq, null, null, false, payload.getBytes(StandardCharsets.UTF_8));
    }

    static PutChunk last(int seq, String payload) {
        return new PutChunk("ann", "s", seq, null, null, true, payload.getBytes(StandardCharsets.UTF_8));
    }

    static PutChunk typed(int seq, String payload, String contentType) {
        return new PutChunk("ann", "s", seq, contentType, null, false, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether it is a repeat. */
    boolean put(PutChunk chunk) {
        return done(streams.put(chunk));
    }

    /** Why it is not stored. */
    Refusal refused(PutChunk chunk) {
        return refusal(streams.put(chunk));
    }

    static Refusal refusal(Future<?> failed) {
        if (!failed.failed()) {
            throw new AssertionError("it has not failed: " + failed);
        }
        return (Refusal) failed.cause();
    }

    static ErrorCode code(Future<?> failed) {
        return refusal(failed).code();
    }

    static <T> T done(Future<T> future) {
        if (!future.succeeded()) {
            throw new AssertionError("not done: " + future, future.cause());
        }
        return future.result();
    }

    StreamState state() {
        return done(streams.find("ann", "s")).state();
    }

    /** The store does nothing more of this method until it is let go. */
    void hold(String method) {
        fate(method, new InMemoryStreamStore.Fate() {
            @Override
            public <T> void decide(String call, Supplier<T> effect, Promise<T> answer) {
                held.add(() -> answer.complete(effect.get()));
            }
        });
    }

    /** The store does what is asked of this method, or not, and never says so. */
    void loseAnswers(String method, boolean done) {
        fate(method, new InMemoryStreamStore.Fate() {
            @Override
            public <T> void decide(String call, Supplier<T> effect, Promise<T> answer) {
                if (done) {
                    effect.get();
                }
                answer.fail("no answer");
            }
        });
    }

    /** The store takes a ms for everything. */
    void answerLater() {
        store.fate(new InMemoryStreamStore.Fate() {
            @Override
            public <T> void decide(String call, Supplier<T> effect, Promise<T> answer) {
                time.after(1, () -> answer.complete(effect.get()));
            }
        });
    }

    /** The store works as it should, and what was held never happens. */
    void letGoOfNothing() {
        held.clear();
        letGo();
    }

    /** The store works as it should, and does what was held. */
    void letGo() {
        store.fate(new Well());
        List<Runnable> all = List.copyOf(held);
        held.clear();
        all.forEach(Runnable::run);
    }

    private void fate(String method, InMemoryStreamStore.Fate fate) {
        store.fate(new InMemoryStreamStore.Fate() {
            @Override
            public <T> void decide(String call, Supplier<T> effect, Promise<T> answer) {
                (call.equals(method) ? fate : new Well()).decide(call, effect, answer);
            }
        });
    }

    private static final class Well implements InMemoryStreamStore.Fate {
        @Override
        public <T> void decide(String call, Supplier<T> effect, Promise<T> answer) {
            answer.complete(effect.get());
        }
    }
}
