package io.seqway.store.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.StreamMessage.PutChunk;
import io.seqway.protocol.stream.StreamState;
import io.seqway.testing.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three nodes, a store that is slow, loses answers and does things late, and clients that send some chunks of some streams
 * again and again, mostly the same bytes. Whatever happens: what was acked is there as it was acked, the sums are right, and
 * what is sent until it is answered is stored in the end.
 */
class RandomStreamsTest {
    private static final int CHUNKS = 12;
    private static final Set<ErrorCode> REFUSALS =
            Set.of(ErrorCode.TIMEOUT, ErrorCode.UNAVAILABLE, ErrorCode.LIMIT_EXCEEDED, ErrorCode.CHUNK_CONFLICT);

    private final VirtualTime time = new VirtualTime();
    private final InMemoryStreamStore store = new InMemoryStreamStore();
    private final List<Streams> nodes = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    /** What was acked and must be there. */
    private final Map<Integer, Byte> acked = new HashMap<>();

    private int incarnations;

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsAckedIsThereAndTheSumsAreRight(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            nodes.add(new Streams(
                    time,
                    () -> 17,
                    store,
                    new StreamQuotas(5, 10_000, 10_000, 6),
                    () -> "k" + ++incarnations,
                    payload -> Future.succeededFuture(Sha256.hex(payload))));
        }
        store.fate(new Faults(random, time));
        for (int i = 0; i < 60; i++) {
            time.after(random.nextInt(3_000), () -> send(random, random.nextInt(CHUNKS), random.nextInt(10) == 0));
        }
        time.pass(30_000);
        requireSums();
        store.fate(new Faults(new Random(), null));
        for (int seq = 0; seq < CHUNKS; seq++) {
            send(random, seq, isWrittenOtherwise(seq));
        }
        assertThat(wrong).isEmpty();
        StreamState state = store.now("ann").stream("s").state();
        assertThat(state.chunks().next()).isEqualTo(CHUNKS);
        assertThat(state.bytes()).isEqualTo(CHUNKS);
        requireSums();
    }

    private void send(Random random, int seq, boolean other) {
        byte content = (byte) (other ? 100 + seq : seq);
        PutChunk chunk = new PutChunk("ann", "s", seq, null, null, false, new byte[] {content});
        nodes.get(random.nextInt(nodes.size()))
                .put(chunk)
                .onSuccess(duplicate -> {
                    if (!acked.merge(seq, content, (before, now) -> before).equals(content)) {
                        wrong.add("chunk " + seq + " is acked with two contents");
                    }
                })
                .onFailure(e -> {
                    if (!REFUSALS.contains(((Refusal) e).code())) {
                        wrong.add(e.toString());
                    }
                });
    }

    /** Whether its place is taken by the other bytes: they were sent, and may not have been acked. */
    private boolean isWrittenOtherwise(int seq) {
        Stream stream = store.now("ann").stream("s");
        StoredChunk there =
                stream == null ? null : store.chunks().get(Stream.chunkId("ann", "s", stream.incarnation(), seq));
        return there != null && there.payload()[0] != seq;
    }

    private void requireSums() {
        Stream stream = store.now("ann").stream("s");
        if (stream == null) {
            assertThat(acked).isEmpty();
            return;
        }
        assertThat(stream.state().bytes()).isEqualTo(stream.state().chunks().total());
        acked.keySet().forEach(seq -> assertThat(stream.state().chunks().contains(seq))
                .as("chunk %d was acked", seq)
                .isTrue());
        for (int seq = 0; seq < CHUNKS; seq++) {
            if (stream.state().chunks().contains(seq)) {
                StoredChunk chunk = store.chunks().get(Stream.chunkId("ann", "s", stream.incarnation(), seq));
                assertThat(chunk).as("chunk %d counts", seq).isNotNull();
                assertThat(chunk.payload()[0]).isEqualTo(acked.getOrDefault(seq, chunk.payload()[0]));
            }
        }
    }

    /** @param time of the faults, or {@code null} if there are none */
    private record Faults(Random random, VirtualTime time) implements InMemoryStreamStore.Fate {
        @Override
        public <T> void decide(String call, Supplier<T> effect, Promise<T> answer) {
            if (time == null) {
                answer.complete(effect.get());
                return;
            }
            int fault = random.nextInt(20);
            int delay = random.nextInt(100);
            if (fault == 0) { // never done
                time.after(delay, () -> answer.fail("no answer"));
            } else if (fault == 1) { // done, and not said
                time.after(delay, () -> {
                    effect.get();
                    answer.fail("no answer");
                });
            } else if (fault == 2) { // said to have failed, and done later
                time.after(delay, () -> answer.fail("no answer"));
                time.after(delay + random.nextInt(3_000), effect::get);
            } else {
                time.after(delay, () -> {
                    T result = effect.get();
                    time.after(random.nextInt(50), () -> answer.complete(result));
                });
            }
        }
    }
}
