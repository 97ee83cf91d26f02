package io.seqway.store.stream;

import static io.seqway.store.stream.StreamsFixture.chunk;
import static io.seqway.store.stream.StreamsFixture.code;
import static io.seqway.store.stream.StreamsFixture.done;
import static io.seqway.store.stream.StreamsFixture.last;
import static io.seqway.store.stream.StreamsFixture.typed;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.ErrorCode;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

/** A node, or its MongoDB, stops between two steps of a chunk: it is sent again, and stored as if nothing had been. */
class InterruptedChunkTest {
    private final StreamsFixture fixture = new StreamsFixture();

    @Test
    void whatWasWrittenAndNotCountedIsNotThereAndIsTakenWhenItComesAgain() {
        fixture.put(chunk(0, "a"));
        fixture.hold("replace");
        Future<Boolean> died = fixture.streams.put(chunk(1, "b"));
        assertThat(fixture.store.chunks()).hasSize(2);
        Streams other = fixture.node();
        fixture.letGoOfNothing();
        assertThat(done(other.find("ann", "s")).state().chunks().total()).isEqualTo(1);
        assertThat(done(other.put(chunk(1, "b")))).isFalse();
        assertThat(died.isComplete()).isFalse();
        assertThat(fixture.state().bytes()).isEqualTo(2);
    }

    @Test
    void whatARefusedChunkSaysOfItsStreamIsNotSaid() {
        fixture.put(chunk(0, "a"));
        fixture.hold("replace");
        fixture.streams.put(chunk(5, "b"));
        Streams other = fixture.node();
        fixture.letGoOfNothing();

        assertThat(code(other.put(last(5, "c")))).isEqualTo(ErrorCode.CHUNK_CONFLICT);
        assertThat(code(other.put(typed(5, "c", "image/png")))).isEqualTo(ErrorCode.CHUNK_CONFLICT);

        assertThat(fixture.state().last()).isEqualTo(-1);
        assertThat(fixture.state().contentType()).isNull();
        assertThat(done(other.put(chunk(6, "d")))).isFalse();
        assertThat(done(other.put(typed(5, "b", "image/gif")))).isFalse();
        assertThat(fixture.state().contentType()).isEqualTo("image/gif");
    }

    @Test
    void whatIsLeftOfARemovedStreamRefusesNothingOfTheNextOne() {
        fixture.put(chunk(0, "a"));
        Streams other = fixture.node();
        done(other.put(chunk(1, "b")));
        fixture.put(chunk(2, "c"));
        done(other.put(chunk(3, "d")));
        fixture.hold("remove");
        done(other.remove("ann", "s"));

        assertThat(fixture.put(last(3, "other"))).isFalse();

        assertThat(fixture.state().last()).isEqualTo(3);
        assertThat(fixture.state().bytes()).isEqualTo(5);
    }

    @Test
    void aWriteWithoutAnAnswerIsNotKnownAndItsRepeatIsStoredOnce() {
        for (boolean done : new boolean[] {true, false}) {
            String payload = done ? "b" : "c";
            int seq = done ? 1 : 2;
            fixture.put(chunk(0, "a"));
            fixture.loseAnswers("put", done);
            assertThat(fixture.refused(chunk(seq, payload)).code()).isEqualTo(ErrorCode.TIMEOUT);
            fixture.letGo();
            assertThat(fixture.put(chunk(seq, payload))).isFalse();
        }
        assertThat(fixture.state().chunks().next()).isEqualTo(3);
        assertThat(fixture.state().bytes()).isEqualTo(3);
    }

    @Test
    void aCountWithoutAnAnswerIsNotKnownAndIsMadeOnce() {
        fixture.put(chunk(0, "a"));
        fixture.loseAnswers("replace", true);
        assertThat(fixture.refused(chunk(1, "b")).code()).isEqualTo(ErrorCode.TIMEOUT);
        fixture.letGo();
        assertThat(fixture.put(chunk(1, "b"))).isTrue();
        assertThat(fixture.state().bytes()).isEqualTo(2);
    }

    @Test
    void aStreamThatCannotBeLookedAtIsUnavailableSinceNothingWasWritten() {
        fixture.loseAnswers("catalogue", false);
        Future<Boolean> answer = fixture.streams.put(chunk(0, "a"));
        assertThat(code(answer)).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(fixture.store.chunks()).isEmpty();
    }

    @Test
    void whileTheCollectionsAreNotInOrderNothingIsWritten() {
        fixture.store.problem("the index old would remove documents");
        assertThat(fixture.refused(chunk(0, "a")).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(fixture.store.calls()).isEmpty();
    }
}
