package io.seqway.store.stream;

import static io.seqway.store.stream.StreamsFixture.chunk;
import static io.seqway.store.stream.StreamsFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A stream that is removed is gone at once, and its chunks in time; its name is free for another one. */
class RemovedStreamTest {
    private final StreamsFixture fixture = new StreamsFixture();

    @Test
    void nothingIsLeftOfIt() {
        fixture.put(chunk(0, "a"));
        fixture.put(chunk(4, "b"));
        assertThat(done(fixture.streams.remove("ann", "s"))).isTrue();
        assertThat(done(fixture.streams.find("ann", "s")).incarnation()).isNull();
        assertThat(fixture.store.chunks()).isEmpty();
        assertThat(fixture.store.now("ann").removals()).isEmpty();
        assertThat(done(fixture.streams.remove("ann", "s"))).isFalse();
    }

    @Test
    void itIsGoneBeforeItsChunksAreAndItsNameIsAnothers() {
        fixture.put(chunk(0, "a"));
        fixture.hold("remove");
        assertThat(done(fixture.streams.remove("ann", "s"))).isTrue();
        assertThat(fixture.state().bytes()).isZero();
        assertThat(fixture.put(chunk(0, "other"))).isFalse();
        fixture.letGo();
        assertThat(fixture.store.chunks()).hasSize(1);
        assertThat(fixture.state().bytes()).isEqualTo(5);
    }

    @Test
    void whatANodeThatDiedHadToRemoveIsRemovedByTheNextOneThatLooks() {
        fixture.put(chunk(0, "a"));
        fixture.hold("remove");
        done(fixture.streams.remove("ann", "s"));
        fixture.letGoOfNothing();
        assertThat(fixture.store.chunks()).hasSize(1);
        done(fixture.node().find("ann", "any"));
        assertThat(fixture.store.chunks()).isEmpty();
        assertThat(fixture.store.now("ann").removals()).isEmpty();
    }

    @Test
    void oneOfVeryManyChunksIsRemovedToTheEnd() {
        int end = 1_500_000;
        fixture.store.replace(new Catalogue("ann", 1, Map.of(), List.of(new Catalogue.Removal("s", "k", end))));
        fixture.answerLater();

        fixture.streams.find("ann", "s");
        fixture.time.pass(100_000);

        assertThat(fixture.store.now("ann").removals()).isEmpty();
        assertThat(fixture.store.calls()).filteredOn("remove"::equals).hasSize(end / 100);
    }

    @Test
    void aChunkWhoseStreamIsRemovedUnderItsHandsIsTheFirstOfAnother() {
        Streams other = fixture.node();
        fixture.put(chunk(0, "a"));
        fixture.hold("put");
        Future<Boolean> late = other.put(chunk(1, "b"));
        done(fixture.streams.remove("ann", "s"));
        fixture.letGo();
        assertThat(done(late)).isFalse();
        assertThat(fixture.state().missing(-1).seqs()).containsExactly(0);
        assertThat(fixture.store.chunks()).containsOnlyKeys(Stream.chunkId("ann", "s", "k2", 1));
    }

    @Test
    void aChunkOfAStreamThatAnotherNodeHasRemovedIsNoRepeat() {
        Streams other = fixture.node();
        fixture.put(chunk(0, "a"));
        assertThat(done(other.remove("ann", "s"))).isTrue();
        assertThat(fixture.put(chunk(0, "a"))).isFalse();
        assertThat(fixture.state().chunks().total()).isEqualTo(1);
    }

    @Test
    void aStreamThatAnotherNodeHasBegunIsFound() {
        Streams other = fixture.node();
        fixture.put(chunk("mine", 0, "a"));
        done(other.put(chunk(0, "b")));
        assertThat(done(fixture.streams.remove("ann", "s"))).isTrue();
    }

    @Test
    void aStreamOfAnotherUserIsAnother() {
        fixture.put(chunk(0, "a"));
        assertThat(done(fixture.streams.remove("bob", "s"))).isFalse();
        assertThat(done(fixture.streams.find("bob", "s")).incarnation()).isNull();
        assertThat(fixture.state().chunks().total()).isEqualTo(1);
    }
}
