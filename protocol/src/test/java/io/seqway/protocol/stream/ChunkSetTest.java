package io.seqway.protocol.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which chunks are there, in whatever order they came. */
class ChunkSetTest {
    @Test
    void ofNoChunkTheFirstIsMissing() {
        assertThat(ChunkSet.EMPTY.maxSeq()).isEqualTo(-1);
        assertThat(ChunkSet.EMPTY.total()).isZero();
        assertThat(ChunkSet.EMPTY.isWhole(-1)).isTrue();
        assertThat(ChunkSet.EMPTY.missing(-1, 10)).isEmpty();
        assertThat(ChunkSet.EMPTY.missing(2, 10)).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void itIsTheSetOfThoseThatWereAdded(int seed) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, 200).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        ChunkSet set = ChunkSet.EMPTY;
        TreeSet<Integer> expected = new TreeSet<>();
        for (int seq : order) {
            set = set.with(seq).with(seq);
            expected.add(seq);
            assertThat(set.total()).isEqualTo(expected.size());
            assertThat(set.maxSeq()).isEqualTo(expected.last());
            assertThat(IntStream.range(0, 210).filter(set::contains).boxed()).containsExactlyElementsOf(expected);
            List<Integer> absent = IntStream.range(0, 205)
                    .filter(other -> !expected.contains(other))
                    .boxed()
                    .toList();
            assertThat(set.missing(204, 1_000)).isEqualTo(absent);
            assertThat(set.missing(204, 3)).isEqualTo(absent.subList(0, Math.min(3, absent.size())));
            assertThat(set.next()).isEqualTo(absent.get(0));
            assertThat(ChunkSet.of(set.next(), set.ahead())).isEqualTo(set);
        }
        assertThat(set.isWhole(199)).isTrue();
        assertThat(set.isWhole(200)).isFalse();
        assertThat(set.ahead()).isEmpty();
    }

    @Test
    void aThousandAreNamedAsMissingAndWhetherThereAreMore() {
        StreamState state = new StreamState(ChunkSet.EMPTY.with(1_000), -1, 1, null);
        assertThat(state.missing(-1).seqs()).hasSize(1_000);
        assertThat(state.missing(-1).more()).isFalse();
        assertThat(state.missing(1_001).seqs()).hasSize(1_000).doesNotContain(1_001);
        assertThat(state.missing(1_001).more()).isTrue();
        assertThat(state.missing(3).seqs()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void aStreamIsCompleteOnlyUpToALastChunkThatIsKnown() {
        ChunkSet both = ChunkSet.EMPTY.with(0).with(1);
        assertThat(new StreamState(both, -1, 2, null).complete()).isFalse();
        assertThat(new StreamState(both, 1, 2, null).complete()).isTrue();
        assertThat(new StreamState(both, 2, 2, null).complete()).isFalse();
        assertThat(new StreamState(both, 2, 2, null).missing(-1).seqs()).containsExactly(2);
        assertThat(StreamState.NONE.complete()).isFalse();
    }
}
