package io.seqway.store.stream;

import static io.seqway.store.stream.StreamsFixture.chunk;
import static io.seqway.store.stream.StreamsFixture.code;
import static io.seqway.store.stream.StreamsFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.ErrorCode;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A chunk is stored once, however often and through however many nodes it comes. */
class StoredOnceTest {
    private final StreamsFixture fixture = new StreamsFixture();

    @Test
    void aRepeatIsADuplicateAndCountsOnce() {
        assertThat(fixture.put(chunk(0, "one"))).isFalse();
        assertThat(fixture.put(chunk(0, "one"))).isTrue();
        assertThat(fixture.state().chunks().total()).isEqualTo(1);
        assertThat(fixture.state().bytes()).isEqualTo(3);
    }

    @Test
    void theSameSeqWithOtherBytesIsAConflict() {
        fixture.put(chunk(0, "one"));
        assertThat(fixture.refused(chunk(0, "two")).code()).isEqualTo(ErrorCode.CHUNK_CONFLICT);
        assertThat(fixture.store.chunks()).hasSize(1);
        assertThat(fixture.state().bytes()).isEqualTo(3);
    }

    @Test
    void threeTimesAtOnceThroughTwoNodesIsThreeAcksAndOneChunk() {
        Streams other = fixture.node();
        fixture.hold("put");
        List<Future<Boolean>> answers =
                List.of(fixture.streams.put(chunk(0, "one")), other.put(chunk(0, "one")), other.put(chunk(0, "one")));
        assertThat(answers).noneMatch(Future::isComplete);
        fixture.letGo();
        assertThat(answers.stream().map(StreamsFixture::done).toList()).containsExactlyInAnyOrder(false, true, true);
        assertThat(fixture.store.chunks()).hasSize(1);
        assertThat(fixture.state().chunks().total()).isEqualTo(1);
        assertThat(fixture.state().bytes()).isEqualTo(3);
    }

    @Test
    void ofTwoThatDifferAtOnceThroughTwoNodesOneIsStored() {
        Streams other = fixture.node();
        fixture.hold("put");
        Future<Boolean> one = fixture.streams.put(chunk(0, "one"));
        Future<Boolean> two = other.put(chunk(0, "two"));
        fixture.letGo();
        assertThat(done(one)).isFalse();
        assertThat(code(two)).isEqualTo(ErrorCode.CHUNK_CONFLICT);
        assertThat(fixture.state().bytes()).isEqualTo(3);
    }

    @Test
    void twoNodesThatChangeTheSameCatalogueLoseNothing() {
        Streams other = fixture.node();
        fixture.put(chunk(0, "a"));
        done(other.put(chunk(1, "b")));
        fixture.hold("replace");
        Future<Boolean> here = fixture.streams.put(chunk(2, "c"));
        Future<Boolean> there = other.put(chunk(3, "d"));
        fixture.letGo();
        assertThat(done(here)).isFalse();
        assertThat(done(there)).isFalse();
        assertThat(fixture.state().chunks().next()).isEqualTo(4);
        assertThat(fixture.state().bytes()).isEqualTo(4);
    }

    @Test
    void chunksThatComeWhileTheCatalogueIsWrittenAreCountedTogether() {
        fixture.put(chunk(0, "a"));
        fixture.hold("replace");
        List<Future<Boolean>> answers = List.of(
                fixture.streams.put(chunk(1, "b")),
                fixture.streams.put(chunk(2, "c")),
                fixture.streams.put(chunk(3, "d")));
        long before = writes();
        fixture.letGo();
        assertThat(answers).allMatch(Future::succeeded);
        assertThat(writes() - before).isEqualTo(1);
    }

    private long writes() {
        return fixture.store.calls().stream().filter("replace"::equals).count();
    }

    @Test
    void nothingIsAckedBeforeTheCatalogueCountsIt() {
        fixture.put(chunk(0, "a"));
        fixture.hold("replace");
        Future<Boolean> answer = fixture.streams.put(chunk(1, "b"));
        assertThat(fixture.store.chunks()).hasSize(2);
        assertThat(answer.isComplete()).isFalse();
        assertThat(fixture.state().chunks().total()).isEqualTo(1);
        fixture.letGo();
        assertThat(done(answer)).isFalse();
    }

    @Test
    void whatIsMissingIsKnownWithoutALookAtAnyChunk() {
        fixture.put(chunk(0, "a"));
        fixture.put(chunk(3, "b"));
        fixture.store.calls().clear();
        assertThat(fixture.state().missing(-1).seqs()).containsExactly(1, 2);
        assertThat(fixture.store.calls()).containsExactly("catalogue");
    }
}
