package io.seqway.store.stream;

import static io.seqway.store.stream.StreamsFixture.chunk;
import static io.seqway.store.stream.StreamsFixture.code;
import static io.seqway.store.stream.StreamsFixture.done;
import static io.seqway.store.stream.StreamsFixture.last;
import static io.seqway.store.stream.StreamsFixture.typed;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.StreamMessage.PutChunk;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a chunk is refused for, before it is written; each limit is named. */
class RefusedChunkTest {
    private final StreamsFixture fixture = new StreamsFixture();

    private void assertLimit(PutChunk chunk, String limit) {
        int before = fixture.store.chunks().size();
        Refusal refusal = fixture.refused(chunk);
        assertThat(refusal.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(refusal.limit()).isEqualTo(limit);
        assertThat(fixture.store.chunks()).hasSize(before);
    }

    @Test
    void aChunkMayBeSoFarAheadOfTheFirstThatIsMissingAndNoFarther() {
        assertThat(fixture.put(chunk(5, "a"))).isFalse();
        assertLimit(chunk(6, "a"), "max-stream-gap=5");
        fixture.put(chunk(0, "a"));
        assertThat(fixture.put(chunk(6, "a"))).isFalse();
    }

    @Test
    void whatAnotherNodeHasStoredMeanwhileIsLookedAtBeforeAChunkIsTooFarAhead() {
        fixture.put(chunk(0, "a"));
        Streams other = fixture.node();
        for (int seq = 1; seq < 5; seq++) {
            done(other.put(chunk(seq, "a")));
        }
        assertThat(fixture.put(chunk(9, "a"))).isFalse();
    }

    @Test
    void aStreamHasSoManyBytesAndNoMore() {
        fixture.put(chunk(0, "x".repeat(15)));
        assertLimit(chunk(1, "123456"), "max-stream-bytes=20");
        assertThat(fixture.put(chunk(1, "12345"))).isFalse();
        assertThat(fixture.put(chunk(1, "12345"))).isTrue();
        assertLimit(chunk(2, "1"), "max-stream-bytes=20");
    }

    @Test
    void aUserHasSoManyBytesInAllStreams() {
        fixture.put(chunk("a", 0, "x".repeat(20)));
        fixture.put(chunk("b", 0, "x".repeat(10)));
        assertLimit(chunk("b", 1, "1"), "max-user-stream-bytes=30");
        done(fixture.streams.remove("ann", "a"));
        assertThat(fixture.put(chunk("b", 1, "1"))).isFalse();
    }

    @Test
    void whatIsBeingWrittenCountsToo() {
        fixture.hold("put");
        Future<Boolean> first = fixture.streams.put(chunk(0, "x".repeat(12)));
        Future<Boolean> same = fixture.streams.put(chunk(0, "x".repeat(12)));
        Future<Boolean> tooMuch = fixture.streams.put(chunk(1, "x".repeat(12)));
        Future<Boolean> fits = fixture.streams.put(chunk(2, "x".repeat(8)));
        assertThat(code(tooMuch)).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        fixture.letGo();
        assertThat(List.of(done(first), done(same), done(fits))).containsExactly(false, true, false);
        assertThat(fixture.state().bytes()).isEqualTo(20);
    }

    @Test
    void aUserHasSoManyStreams() {
        fixture.put(chunk("a", 0, "1"));
        fixture.put(chunk("b", 0, "1"));
        assertLimit(chunk("c", 0, "1"), "max-streams-per-user=2");
        assertThat(fixture.put(chunk("b", 1, "1"))).isFalse();
    }

    @Test
    void theLastChunkIsTheEnd() {
        fixture.put(last(2, "c"));
        assertThat(fixture.state().missing(-1).seqs()).containsExactly(0, 1);
        assertThat(fixture.refused(chunk(3, "d")).code()).isEqualTo(ErrorCode.CHUNK_CONFLICT);
        assertThat(fixture.refused(last(1, "b")).code()).isEqualTo(ErrorCode.CHUNK_CONFLICT);
        assertThat(fixture.put(chunk(1, "b"))).isFalse();
        assertThat(fixture.put(last(2, "c"))).isTrue();
        assertThat(fixture.state().complete()).isFalse();
        fixture.put(chunk(0, "a"));
        assertThat(fixture.state().complete()).isTrue();
    }

    @Test
    void theEndIsNotInFrontOfWhatIsStored() {
        fixture.put(chunk(2, "c"));
        assertThat(fixture.refused(last(1, "b")).code()).isEqualTo(ErrorCode.CHUNK_CONFLICT);
        assertThat(fixture.state().chunks().contains(1)).isFalse();
    }

    @Test
    void thatAChunkWasTheLastMayBeSaidByARepeat() {
        fixture.put(chunk(0, "a"));
        assertThat(fixture.put(last(0, "a"))).isTrue();
        assertThat(fixture.state().complete()).isTrue();
    }

    @Test
    void aRepeatWithOtherBytesSaysNothingOfItsStream() {
        fixture.put(chunk(0, "a"));
        assertThat(fixture.refused(last(0, "b")).code()).isEqualTo(ErrorCode.CHUNK_CONFLICT);
        assertThat(fixture.state().last()).isEqualTo(-1);
    }

    @Test
    void aChunkBehindAnEndThatCameMeanwhileIsNotCounted() {
        Streams other = fixture.node();
        fixture.put(chunk(0, "a"));
        fixture.hold("put");
        Future<Boolean> behind = other.put(chunk(2, "c"));
        Future<Boolean> end = fixture.streams.put(last(1, "b"));
        fixture.letGo();
        assertThat(done(end)).isFalse();
        assertThat(code(behind)).isEqualTo(ErrorCode.CHUNK_CONFLICT);
        assertThat(fixture.state().complete()).isTrue();
        assertThat(fixture.state().bytes()).isEqualTo(2);
    }

    @Test
    void aStreamHasOneContentType() {
        fixture.put(chunk(0, "a"));
        fixture.put(typed(1, "b", "image/png"));
        assertThat(fixture.put(typed(2, "c", "image/png"))).isFalse();
        assertThat(fixture.put(chunk(3, "d"))).isFalse();
        assertThat(fixture.refused(typed(4, "e", "image/gif")).code()).isEqualTo(ErrorCode.CHUNK_CONFLICT);
        assertThat(fixture.state().contentType()).isEqualTo("image/png");
    }
}
